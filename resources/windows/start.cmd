@echo off
rem Starts the installed Hoststand in the session of the account that is logged in (the task "Hoststand start").
for /f "tokens=2,*" %%a in ('reg query HKLM\Software\Hoststand /v Program /reg:64 2^>nul ^| find "REG_SZ"') do start "" "%%b"
