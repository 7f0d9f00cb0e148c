; Hoststand's Setup for Windows, for all accounts of the PC. scripts/dist/windows/setup.ts compiles it and defines VERSION, DATA (the format of the data),
; KB, ARCH, OUT, ICON, LICENSE and FILES (what is unpacked); TRIAL in stand-ins alone. docs/INSTALL.md describes options and exit codes.
;
; Each version has a folder of its own, app-X. It is unpacked beside the others as app-X.new and renamed when it is whole. Then the registry,
; the shortcuts and the Run key are pointed at it, one by one, and State says "done". Nothing that one of them may still point at is deleted
; until a later Setup finds State "done": so a kill or a power cut at any step leaves each of them at a version that is whole.
;
; A silent run unpacks no plugin: where Setup runs as SYSTEM, a local account could race it in the folder for temporary files.
Unicode true
Target ${ARCH}-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
CRCCheck force
AllowSkipFiles off
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel admin
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!insertmacro GetParameters

!define UNINST "Software\Microsoft\Windows\CurrentVersion\Uninstall\Hoststand"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define OWN "Software\Hoststand"
!define UNINSTALLER "Uninstall Hoststand.exe"
; SYSTEM and administrators change it, everybody reads it.
!define RIGHTS "/inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX"
; Chromium's sandboxes run as "all application packages" and "all restricted application packages".
!define SANDBOXES "*S-1-15-2-1:(OI)(CI)RX *S-1-15-2-2:(OI)(CI)RX"

Name "Hoststand"
OutFile "${OUT}"
BrandingText "Hoststand ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Hoststand"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Hoststand Setup"
VIAddVersionKey CompanyName "Hoststand"
VIAddVersionKey LegalCopyright "MIT License"

Var Lock
Var Log
Var LogFile
; As they were before this run; empty where there was none.
Var WasVersion
Var WasState
; The new version's folder, and its whole path while it is unpacked.
Var Folder
Var New

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhereInstalled
!insertmacro MUI_PAGE_DIRECTORY
!define MUI_COMPONENTSPAGE_NODESC
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English
!insertmacro MUI_LANGUAGE Spanish
!include strings-en.nsh
!include strings-es.nsh

; The log is for administrators and in English.
!macro LOG text
  DetailPrint "${text}"
  ${If} $Log != ""
    FileWrite $Log "${text}$\r$\n"
  ${EndIf}
!macroend

; Ends with this code: `words` on the screen, `line` in the log.
!macro END code words line
  !insertmacro LOG "${line} Exit code ${code}."
  ${IfNot} ${Silent}
    MessageBox MB_ICONSTOP "${words}"
  ${EndIf}
  SetErrorLevel ${code}
  Quit
!macroend

; In a stand-in, for tests: waits for ever at the step that the environment names.
!macro STEP name
  !insertmacro LOG "Step: ${name}"
  !ifdef TRIAL
    ExpandEnvStrings $R9 "%HOSTSTAND_SETUP_STOP%"
    ${If} $R9 == "${name}"
      ${Do}
        Sleep 50
      ${Loop}
    ${EndIf}
  !endif
!macroend

; What Setup and the uninstaller have in common. `un` is "un." in the latter.
!macro COMMON un what
  Function ${un}Begin
    SetRegView 64
    SetShellVarContext all
    ; 64-bit Windows alone has this variable.
    ReadEnvStr $0 ProgramW6432
    ${If} $0 == ""
      !insertmacro END 2 "$(NOT_64)" "This Windows is not a 64-bit one."
    ${EndIf}
    ClearErrors
    WriteRegDWORD HKLM "${OWN}" "Rights" 1
    ${If} ${Errors}
      !insertmacro END 5 "$(NO_RIGHTS)" "Administrator rights are needed."
    ${EndIf}
    DeleteRegValue HKLM "${OWN}" "Rights"
    DeleteRegKey /ifempty HKLM "${OWN}"
    ReadRegStr $WasVersion HKLM "${OWN}" "Version"
    ReadRegStr $WasState HKLM "${OWN}" "State"
    Call ${un}OpenLog
  FunctionEnd

  ; $R1: what follows $R2 (an option such as "/LOG=") on the command line; $R3: whether it is there. The value may be in quotes, and so may
  ; the whole option, as PowerShell passes one with spaces. $R0 is the command line.
  Function ${un}Option
    ${GetParameters} $R0
    StrCpy $R1 ""
    StrCpy $R3 0
    StrLen $R4 $R2
    StrCpy $R6 " $R0"
    StrCpy $R5 0
    ${Do}
      StrCpy $R7 $R6 1 $R5
      IntOp $R5 $R5 + 1
      StrCpy $R8 $R6 $R4 $R5
      ${If} $R8 == ""
        Return
      ${EndIf}
      ${If} $R8 == $R2
      ${AndIf} $R7 == " "
        ${Break}
      ${EndIf}
      ${If} $R8 == $R2
      ${AndIf} $R7 == '"'
        ${Break}
      ${EndIf}
    ${Loop}
    StrCpy $R3 1
    IntOp $R5 $R5 + $R4
    StrCpy $R8 $R6 1 $R5
    ${If} $R8 == '"'
      IntOp $R5 $R5 + 1
      StrCpy $R7 '"'
    ${EndIf}
    ${Do}
      StrCpy $R8 $R6 1 $R5
      ${If} $R8 == ""
      ${OrIf} $R8 == $R7
        ${Break}
      ${EndIf}
      StrCpy $R1 "$R1$R8"
      IntOp $R5 $R5 + 1
    ${Loop}
  FunctionEnd

  Function ${un}OpenLog
    ; Anybody can make this folder before Setup does, or a link to another one. This takes away a link or an empty folder, and nothing else; /L
    ; keeps icacls off what a link leads to that is made in this very moment.
    RMDir "$APPDATA\Hoststand"
    CreateDirectory "$APPDATA\Hoststand"
    ExecWait '"$SYSDIR\icacls.exe" "$APPDATA\Hoststand" /setowner *S-1-5-32-544 /L /Q' $0
    ExecWait '"$SYSDIR\icacls.exe" "$APPDATA\Hoststand" /reset /L /Q' $1
    ExecWait '"$SYSDIR\icacls.exe" "$APPDATA\Hoststand" ${RIGHTS} /L /Q' $2
    ; One at a time: a second one cannot open this file for writing.
    ClearErrors
    FileOpen $Lock "$APPDATA\Hoststand\setup.lock" w
    ${If} ${Errors}
      !insertmacro END 2 "$(ANOTHER)" "Another Setup is running."
    ${EndIf}
    StrCpy $R2 "/LOG="
    Call ${un}Option
    StrCpy $LogFile $R1
    ${If} $LogFile == ""
      StrCpy $LogFile "$APPDATA\Hoststand\setup.log"
    ${EndIf}
    ExecWait '"$SYSDIR\cmd.exe" /d /c echo %DATE% %TIME% ${what} ${VERSION}>>"$LogFile"'
    ClearErrors
    FileOpen $Log "$LogFile" a
    ${If} ${Errors}
      StrCpy $Log ""
      !insertmacro END 2 "$(NO_LOG) $LogFile" "The log cannot be written."
    ${EndIf}
    FileSeek $Log 0 END
    !insertmacro LOG "Options: $R0"
    ${If} "$0 $1 $2" != "0 0 0"
      !insertmacro LOG "The rights of $APPDATA\Hoststand could not be set ($0 $1 $2)."
    ${EndIf}
  FunctionEnd

  ; $R8: 1 where a program of any version runs. Such a file cannot be opened for writing.
  Function ${un}IsRunning
    StrCpy $R8 0
    FindFirst $R6 $R7 "$INSTDIR\app-*"
    ${DoUntil} $R7 == ""
      ${If} ${FileExists} "$INSTDIR\$R7\Hoststand.exe"
        ClearErrors
        FileOpen $R9 "$INSTDIR\$R7\Hoststand.exe" a
        ${If} ${Errors}
          StrCpy $R8 1
        ${Else}
          FileClose $R9
        ${EndIf}
      ${EndIf}
      FindNext $R6 $R7
    ${Loop}
    FindClose $R6
  FunctionEnd

  ; Gives a kiosk that is closing ten seconds. /FORCE=1 ends it: what it accepted is on its disk already.
  Function ${un}RefuseWhileRunning
    Call ${un}IsRunning
    ${If} $R8 == 1
      StrCpy $R2 "/FORCE="
      Call ${un}Option
      ${If} $R1 == "1"
        ExecWait '"$SYSDIR\taskkill.exe" /F /IM Hoststand.exe' $0
        !insertmacro LOG "Hoststand was running and was ended ($0)."
      ${EndIf}
      StrCpy $R5 0
      ${Do}
        Call ${un}IsRunning
        ${If} $R8 == 0
          ${Break}
        ${EndIf}
        IntOp $R5 $R5 + 1
        ${If} $R5 > 20
          !insertmacro END 4 "$(RUNNING)" "Hoststand is running. Nothing was changed."
        ${EndIf}
        Sleep 500
      ${Loop}
    ${EndIf}
  FunctionEnd
!macroend
!insertmacro COMMON "" "Hoststand Setup"
!insertmacro COMMON "un." "Hoststand Uninstaller"

; The two choices of the page. What they mean is done by the last section.
Section "$(AUTOSTART)" Autostart
SectionEnd
Section "$(DESKTOP)" Desktop
SectionEnd

Section "-Hoststand"
  Call UseFolder
  !insertmacro STEP "begun"
  Call DeleteLeftovers
  !insertmacro STEP "cleaned"
  StrCpy $Folder "app-${VERSION}"
  StrCpy $R0 1
  ${DoWhile} ${FileExists} "$INSTDIR\$Folder\*.*"
    IntOp $R0 $R0 + 1
    StrCpy $Folder "app-${VERSION}-$R0"
  ${Loop}
  StrCpy $New "$INSTDIR\$Folder.new"
  SetOverwrite on
  ClearErrors
  !include "${FILES}"
  WriteUninstaller "$New\${UNINSTALLER}"
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    Call GiveUp
  ${EndIf}
  !insertmacro STEP "unpacked"
  ; A virus scanner may still hold one of the files.
  StrCpy $R0 0
  ${Do}
    ClearErrors
    Rename "$New" "$INSTDIR\$Folder"
    ${IfNot} ${Errors}
      ${Break}
    ${EndIf}
    IntOp $R0 $R0 + 1
    ${If} $R0 > 20
      Call GiveUp
    ${EndIf}
    Sleep 500
  ${Loop}
  StrCpy $New ""
  !insertmacro STEP "renamed"

  WriteRegStr HKLM "${OWN}" "State" "switching"
  WriteRegStr HKLM "${OWN}" "InstallDir" "$INSTDIR"
  WriteRegDWORD HKLM "${OWN}" "DataVersion" ${DATA}
  WriteRegStr HKLM "${OWN}" "Version" "${VERSION}"
  WriteRegStr HKLM "${OWN}" "Program" "$INSTDIR\$Folder\Hoststand.exe"
  StrCpy $0 0
  ${If} ${SectionIsSelected} ${Autostart}
    StrCpy $0 1
  ${EndIf}
  WriteRegDWORD HKLM "${OWN}" "AutoStart" $0
  StrCpy $0 0
  ${If} ${SectionIsSelected} ${Desktop}
    StrCpy $0 1
  ${EndIf}
  WriteRegDWORD HKLM "${OWN}" "Desktop" $0
  WriteRegStr HKLM "${UNINST}" "DisplayName" "Hoststand"
  WriteRegStr HKLM "${UNINST}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINST}" "Publisher" "Hoststand"
  WriteRegStr HKLM "${UNINST}" "DisplayIcon" "$INSTDIR\$Folder\Hoststand.exe,0"
  WriteRegStr HKLM "${UNINST}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINST}" "UninstallString" '"$INSTDIR\$Folder\${UNINSTALLER}"'
  WriteRegStr HKLM "${UNINST}" "QuietUninstallString" '"$INSTDIR\$Folder\${UNINSTALLER}" /S'
  WriteRegDWORD HKLM "${UNINST}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINST}" "NoRepair" 1
  WriteRegDWORD HKLM "${UNINST}" "EstimatedSize" ${KB}
  !insertmacro STEP "registered"
  ClearErrors
  CreateShortcut "$SMPROGRAMS\Hoststand.lnk" "$INSTDIR\$Folder\Hoststand.exe" "" "" 0 SW_SHOWNORMAL "" "$(SHORTCUT)"
  !insertmacro STEP "menu"
  ${If} ${SectionIsSelected} ${Desktop}
    CreateShortcut "$DESKTOP\Hoststand.lnk" "$INSTDIR\$Folder\Hoststand.exe" "" "" 0 SW_SHOWNORMAL "" "$(SHORTCUT)"
  ${Else}
    Delete "$DESKTOP\Hoststand.lnk"
  ${EndIf}
  !insertmacro STEP "desktop"
  ${If} ${SectionIsSelected} ${Autostart}
    WriteRegStr HKLM "${RUN}" "Hoststand" '"$INSTDIR\$Folder\Hoststand.exe"'
  ${EndIf}
  ${If} ${Errors}
    !insertmacro END 2 "$(NOT_SWITCHED)" "A shortcut or the Run key could not be written."
  ${EndIf}
  ${IfNot} ${SectionIsSelected} ${Autostart}
    DeleteRegValue HKLM "${RUN}" "Hoststand"
  ${EndIf}
  !insertmacro STEP "autostart"
  WriteRegStr HKLM "${OWN}" "State" "done"
  !insertmacro STEP "done"
  !insertmacro LOG "Hoststand ${VERSION} is installed in $INSTDIR\$Folder. Exit code 0."
SectionEnd

; A new folder, an empty one, or ours: no other file is there to be mixed up with those of a version.
Function UseFolder
  ${If} $WasVersion == ""
    FindFirst $R6 $R7 "$INSTDIR\*.*"
    ${DoUntil} $R7 == ""
      StrCpy $R8 $R7 4
      ${If} $R7 != "."
      ${AndIf} $R7 != ".."
      ${AndIf} $R8 != "app-"
        FindClose $R6
        !insertmacro END 2 "$(NOT_EMPTY)" "$INSTDIR has other files ($R7)."
      ${EndIf}
      FindNext $R6 $R7
    ${Loop}
    FindClose $R6
  ${EndIf}
  ClearErrors
  CreateDirectory "$INSTDIR"
  ${If} ${Errors}
    Call GiveUp
  ${EndIf}
  ; Under Program Files the rights are right by themselves; at the top of a drive anybody may write.
  StrLen $R0 "$PROGRAMFILES64\"
  StrCpy $R1 $INSTDIR $R0
  ${If} $R1 != "$PROGRAMFILES64\"
    ExecWait '"$SYSDIR\icacls.exe" "$INSTDIR" ${RIGHTS} ${SANDBOXES} /Q' $0
    ${If} $0 != 0
      !insertmacro END 2 "$(NO_PROTECTION)" "The rights of $INSTDIR could not be set ($0)."
    ${EndIf}
  ${EndIf}
FunctionEnd

; What an interrupted run left unpacked; and, where the last run came to its end, each version but the one it installed.
Function DeleteLeftovers
  ReadRegStr $R0 HKLM "${OWN}" "Program"
  FindFirst $R6 $R7 "$INSTDIR\app-*"
  ${DoUntil} $R7 == ""
    StrCpy $R8 $R7 "" -4
    ${If} $R8 == ".new"
      RMDir /r "$INSTDIR\$R7"
    ${ElseIf} $WasState == "done"
    ${AndIf} "$INSTDIR\$R7\Hoststand.exe" != $R0
      RMDir /r "$INSTDIR\$R7"
    ${EndIf}
    FindNext $R6 $R7
  ${Loop}
  FindClose $R6
FunctionEnd

; Takes away what was unpacked and ends, with 6 where nothing more can be written to the disk.
Function GiveUp
  StrCpy $R5 2
  ${If} $New != ""
    ClearErrors
    FileOpen $R6 "$New\space" w
    ${IfNot} ${Errors}
      StrCpy $R0 0
      ${DoWhile} $R0 < 4096
        FileWrite $R6 "----------------------------------------------------------------"
        IntOp $R0 $R0 + 1
      ${Loop}
      FileClose $R6
      ${If} ${Errors}
        StrCpy $R5 6
      ${EndIf}
    ${EndIf}
    RMDir /r "$New"
  ${EndIf}
  ${If} $WasVersion == ""
    RMDir "$INSTDIR"
  ${EndIf}
  ${If} $R5 == 6
    !insertmacro END 6 "$(DISK_FULL)" "The disk is full. Nothing was changed."
  ${Else}
    !insertmacro END 2 "$(NOT_WRITTEN)" "The files could not be written to $INSTDIR. Nothing was changed."
  ${EndIf}
FunctionEnd

Function .onInstFailed
  SetOutPath "$WINDIR"
  Call GiveUp
FunctionEnd

Function SkipWhereInstalled
  ${If} $WasVersion != ""
    Abort
  ${EndIf}
FunctionEnd

; `section` is selected or not: by the option; else as it is on this PC, on an upgrade; else it is selected.
!macro CHOICE option section value is
  ${If} $WasVersion != ""
    ${If} $WasState == "done"
      StrCpy $0 ${is}
    ${Else}
      ReadRegDWORD $0 HKLM "${OWN}" "${value}"
    ${EndIf}
    ${If} $0 == 0
      !insertmacro UnselectSection ${section}
    ${EndIf}
  ${EndIf}
  StrCpy $R2 "${option}="
  Call Option
  ${If} $R3 == 1
    ${If} $R1 == "0"
      !insertmacro UnselectSection ${section}
    ${ElseIf} $R1 == "1"
      !insertmacro SelectSection ${section}
    ${Else}
      !insertmacro END 2 "$(BAD_OPTION) ${option}=$R1" "${option} takes 0 or 1, not $R1."
    ${EndIf}
  ${EndIf}
!macroend

Function .onInit
  Call Begin
  !insertmacro LOG "Language $LANGUAGE. Installed before: version $WasVersion, $WasState."
  ReadRegStr $R0 HKLM "${OWN}" "InstallDir"
  ${If} $WasVersion != ""
    ${If} $INSTDIR != ""
    ${AndIf} $INSTDIR != $R0
      !insertmacro END 2 "$(ELSEWHERE) $R0" "Hoststand is installed in $R0, and /D names another folder."
    ${EndIf}
    StrCpy $INSTDIR $R0
  ${ElseIf} $INSTDIR == ""
    StrCpy $INSTDIR "$PROGRAMFILES64\Hoststand"
  ${EndIf}
  ReadRegDWORD $0 HKLM "${OWN}" "DataVersion"
  ${If} $0 > ${DATA}
    !insertmacro END 3 "$(NEWER)" "Version $WasVersion writes a newer format of the data ($0) than this one (${DATA}). Nothing was changed."
  ${EndIf}
  ReadRegStr $R2 HKLM "${RUN}" "Hoststand"
  StrCpy $1 0
  ${If} $R2 != ""
    StrCpy $1 1
  ${EndIf}
  !insertmacro CHOICE "/AUTOSTART" ${Autostart} "AutoStart" $1
  StrCpy $1 0
  ${If} ${FileExists} "$DESKTOP\Hoststand.lnk"
    StrCpy $1 1
  ${EndIf}
  !insertmacro CHOICE "/DESKTOP" ${Desktop} "Desktop" $1
  Call RefuseWhileRunning
FunctionEnd

Function un.onInit
  Call un.Begin
  ReadRegStr $0 HKLM "${OWN}" "InstallDir"
  ${If} $0 == ""
    GetFullPathName $0 "$INSTDIR\.."
  ${EndIf}
  StrCpy $INSTDIR $0
  Call un.RefuseWhileRunning
FunctionEnd

; The data of each account stays, and so does the administrator's configuration. /PURGE takes the latter.
Section Uninstall
  SetOutPath "$WINDIR"
  ReadRegStr $R0 HKLM "${OWN}" "Program"
  DeleteRegValue HKLM "${RUN}" "Hoststand"
  Delete "$DESKTOP\Hoststand.lnk"
  Delete "$SMPROGRAMS\Hoststand.lnk"
  !insertmacro STEP "pointers"
  ; The folder with this uninstaller goes last: a run that is interrupted can be repeated.
  FindFirst $R6 $R7 "$INSTDIR\app-*"
  ${DoUntil} $R7 == ""
    ${If} "$INSTDIR\$R7\Hoststand.exe" != $R0
      RMDir /r /REBOOTOK "$INSTDIR\$R7"
    ${EndIf}
    FindNext $R6 $R7
  ${Loop}
  FindClose $R6
  !insertmacro STEP "others"
  ${If} $R0 != ""
    GetFullPathName $R1 "$R0\.."
    RMDir /r /REBOOTOK "$R1"
  ${EndIf}
  RMDir "$INSTDIR"
  !insertmacro STEP "files"
  DeleteRegKey HKLM "${UNINST}"
  DeleteRegKey HKLM "${OWN}"
  ${If} ${RebootFlag}
    SetErrorLevel 3010
    !insertmacro LOG "Hoststand is removed. Its last files go with the next start of Windows. Exit code 3010."
  ${Else}
    !insertmacro LOG "Hoststand is removed. Exit code 0."
  ${EndIf}
  StrCpy $R2 "/PURGE"
  Call un.Option
  ${If} $R3 == 1
    FileClose $Log
    StrCpy $Log ""
    FileClose $Lock
    RMDir /r "$APPDATA\Hoststand"
  ${EndIf}
SectionEnd
