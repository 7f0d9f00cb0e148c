# Tries Windows' Setup on a true Windows: rights, accounts, exit codes, upgrade, removal. For a PC that is thrown away afterwards, such as one of
# GitHub's: it makes an account, installs, and removes. Run it as an administrator:
#   scripts/verify/windows-setup.ps1 -Setup Hoststand-Setup-X.exe -Newer Hoststand-Setup-Y.exe [-Between command]
# -Between is run while the first version is installed, with the path of the program in HOSTSTAND_PROGRAM.
param(
  [Parameter(Mandatory)][string]$Setup,
  [Parameter(Mandatory)][string]$Newer,
  [string]$Between = ''
)
$ErrorActionPreference = 'Stop'
$Setup = (Resolve-Path $Setup).Path
$Newer = (Resolve-Path $Newer).Path
$programs = "$env:ProgramFiles\Hoststand"
$settings = "$env:ProgramData\Hoststand"
$own = 'HKLM:\Software\Hoststand'
$run = 'HKLM:\Software\Microsoft\Windows\CurrentVersion\Run'
$uninstall = 'HKLM:\Software\Microsoft\Windows\CurrentVersion\Uninstall\Hoststand'
$failed = @()

function Note([string]$what, [bool]$good, [string]$detail = '') {
  Write-Output ("{0} {1} {2}" -f $(if ($good) { 'passed' } else { 'failed' }), $what, $detail)
  if (-not $good) { $script:failed += $what }
}
function Start-Quiet([string]$program, [string[]]$options) {
  (Start-Process -FilePath $program -ArgumentList $options -Wait -PassThru).ExitCode
}
function Get-Own([string]$name) { (Get-ItemProperty $own -ErrorAction SilentlyContinue).$name }
function Get-Run { (Get-ItemProperty $run -ErrorAction SilentlyContinue).Hoststand }

# Who may change a folder beside SYSTEM (S-1-5-18), administrators (S-1-5-32-544), and TrustedInstaller (S-1-5-80-...).
function Get-Writers([string]$folder) {
  $rights = [Security.AccessControl.FileSystemRights]'Write, Delete, DeleteSubdirectoriesAndFiles, ChangePermissions, TakeOwnership'
  $acl = Get-Acl $folder
  $entries = $acl.GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])
  $others = $entries | Where-Object {
    $_.AccessControlType -eq 'Allow' -and ($_.FileSystemRights -band $rights) -and
    $_.PropagationFlags -notmatch 'InheritOnly' -and
    $_.IdentityReference.Value -notmatch '^(S-1-5-18|S-1-5-32-544|S-1-5-80-.*)$'
  }
  @($others | ForEach-Object { $_.IdentityReference.Value })
}

# An ordinary account, as staff has one.
$name = 'hoststand-staff'
$password = ConvertTo-SecureString "Aa1!$([guid]::NewGuid())" -AsPlainText -Force
New-LocalUser -Name $name -Password $password | Out-Null
$credential = [Management.Automation.PSCredential]::new("$env:COMPUTERNAME\$name", $password)
function Start-AsStaff([string]$command) {
  $options = '-NoProfile', '-NonInteractive', '-Command', $command
  (Start-Process powershell.exe -Credential $credential -WorkingDirectory $env:SystemRoot -ArgumentList $options -Wait -PassThru -WindowStyle Hidden).ExitCode
}
function Test-StaffWrites([string]$folder) {
  (Start-AsStaff "try { [IO.File]::WriteAllText('$folder\staff.txt', 'x'); exit 0 } catch { exit 1 }") -eq 0
}

$removeAll = {
  $quiet = (Get-ItemProperty $uninstall -ErrorAction SilentlyContinue).QuietUninstallString
  if ($quiet) {
    $program = ($quiet -split '"')[1]
    Start-Process $program -ArgumentList (@('/S') + $args) -Wait
    # It works as a copy of itself.
    for ($n = 0; $n -lt 240 -and (Test-Path $own); $n += 1) { Start-Sleep -Milliseconds 500 }
  }
}

try {
  # Somebody without rights was here first.
  $planted = Start-AsStaff "New-Item -ItemType Directory '$settings' | Out-Null; Set-Content '$settings\config.json' '{}'"
  Note 'planted' ($planted -eq 0) 'an ordinary account can make the folder before Setup does, so the next lines mean something'

  Note 'asks-for-rights' ([Text.Encoding]::ASCII.GetString([IO.File]::ReadAllBytes($Setup)).Contains('requireAdministrator')) 'UAC asks'
  $copy = "$env:PUBLIC\setup.exe"
  Copy-Item $Setup $copy
  $code = Start-AsStaff "`$env:__COMPAT_LAYER = 'RunAsInvoker'; exit (Start-Process '$copy' '/S' -Wait -PassThru).ExitCode"
  Note 'without-rights' ($code -eq 5 -and -not (Test-Path $programs)) "exit code $code"

  Note 'installs' ((Start-Quiet $Setup '/S') -eq 0)
  $program = Get-Own 'Program'
  Note 'program' (Test-Path $program) $program
  Note 'autostart' ((Get-Run) -eq "`"$program`"")
  Note 'menu' (Test-Path "$env:ProgramData\Microsoft\Windows\Start Menu\Programs\Hoststand.lnk")
  foreach ($folder in @($programs, (Split-Path $program), $settings)) {
    $writers = Get-Writers $folder
    Note 'rights' ($writers.Count -eq 0) "$folder $writers"
    Note 'staff-cannot-write' (-not (Test-StaffWrites $folder)) $folder
  }
  $owner = (Get-Acl $settings).GetOwner([Security.Principal.SecurityIdentifier]).Value
  Note 'owner' ($owner -eq 'S-1-5-32-544') $owner
  $fileOwner = (Get-Acl "$settings\config.json").GetOwner([Security.Principal.SecurityIdentifier]).Value
  Note 'planted-file' ($fileOwner -notin @('S-1-5-18', 'S-1-5-32-544')) 'is still its planter''s, so the kiosk does not believe it'
  Remove-Item "$settings\config.json"

  # What SmartScreen makes of it is for a person to look at: this says what it will be told.
  foreach ($file in @($Setup, $program)) { Write-Output "signature $((Get-AuthenticodeSignature $file).Status) $file" }

  if ($Between) {
    $env:HOSTSTAND_PROGRAM = $program
    Invoke-Expression $Between
    Note 'between' ($LASTEXITCODE -eq 0) $Between
  }

  $kiosk = Start-Process $program -PassThru
  for ($n = 0; $n -lt 120 -and -not (Test-Path "$env:APPDATA\Hoststand\logs\hoststand.log"); $n += 1) { Start-Sleep -Milliseconds 500 }
  Note 'running' ((Start-Quiet $Newer '/S') -eq 4 -and (Get-Own 'Program') -eq $program)
  # How Shell Launcher starts it (docs/INSTALL.md): a second one finds the first and ends with 0.
  powershell.exe -NoProfile -WindowStyle Hidden -Command "`$p = Start-Process (Get-ItemPropertyValue HKLM:\Software\Hoststand Program) -ArgumentList '--supervised' -PassThru; `$p.WaitForExit(); exit `$p.ExitCode"
  Note 'shell-launcher' ($LASTEXITCODE -eq 0 -and -not $kiosk.HasExited) "exit code $LASTEXITCODE"
  Note 'force' ((Start-Quiet $Newer @('/S', '/FORCE=1', '/AUTOSTART=0')) -eq 0 -and $kiosk.HasExited)
  $upgraded = Get-Own 'Program'
  Note 'upgraded' ($upgraded -ne $program -and (Test-Path $upgraded) -and (Test-Path $program) -and -not (Get-Run))
  Note 'back' ((Start-Quiet $Setup '/S') -eq 0 -and -not (Get-Run)) 'to the same format of the data; the choice of autostart is kept'
  Set-ItemProperty $own DataVersion 999999
  Note 'newer-data' ((Start-Quiet $Setup '/S') -eq 3)

  Set-Content "$settings\config.json" '{}'
  & $removeAll
  Note 'removed' (-not (Test-Path $programs) -and -not (Test-Path $uninstall))
  Note 'kept' ((Test-Path "$settings\config.json") -and (Test-Path "$env:APPDATA\Hoststand\hoststand"))
  Note 'again' ((Start-Quiet $Setup @('/S', '/D=C:\Kiosk Place')) -eq 0)
  Note 'own-folder' (-not (Test-StaffWrites 'C:\Kiosk Place') -and (Get-Writers 'C:\Kiosk Place').Count -eq 0)
  & $removeAll '/PURGE'
  for ($n = 0; $n -lt 60 -and (Test-Path $settings); $n += 1) { Start-Sleep -Milliseconds 500 }
  Note 'purged' (-not (Test-Path $settings) -and (Test-Path "$env:APPDATA\Hoststand\hoststand"))
} finally {
  Remove-LocalUser $name
  Get-Content "$settings\setup.log" -ErrorAction SilentlyContinue
}
if ($failed.Count -gt 0) {
  Write-Output "Failed: $($failed -join ', ')"
  exit 1
}
