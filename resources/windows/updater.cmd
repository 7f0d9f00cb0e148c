@echo off
rem Runs as SYSTEM every five minutes (docs/PACKAGING.md, Updates): one look of the updater, Setup where it asks for it, and a
rem second look that learns how Setup ended. Setup cannot replace a program that runs, so it runs between the looks. What
rem ends it in between does no harm: the next run goes on from the updater's journal. Nothing here is read from a folder that staff can write.
setlocal
set "OWN=%SystemDrive%\ProgramData\Hoststand\updates"
set "APP="
for /f "tokens=2,*" %%a in ('reg query HKLM\Software\Hoststand /v Program /reg:64 2^>nul ^| find "REG_SZ"') do set "APP=%%b"
if not exist "%APP%" exit /b 1
start "" /wait "%APP%" --updater
if not "%ERRORLEVEL%"=="10" exit /b 0
set "SETUP="
set "FORCE="
for /f "usebackq delims=" %%l in ("%OWN%\next.txt") do if not defined SETUP (set "SETUP=%%l") else set "FORCE=%%l"
start "" /wait "%SETUP%" /S %FORCE%
set "ENDED=%ERRORLEVEL%"
for /f "tokens=2,*" %%a in ('reg query HKLM\Software\Hoststand /v Program /reg:64 2^>nul ^| find "REG_SZ"') do set "APP=%%b"
start "" /wait "%APP%" --updater --setup-ended=%ENDED%
rem In the session of the account that is logged in: the new version starts, or the one that stayed.
schtasks /Run /TN "Hoststand start" >nul 2>&1
