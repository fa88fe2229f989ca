@echo off
rem The command line of Referral Assistant; without a command it opens the window.
if "%~1"=="" (
  start "" /d "%~dp0." "%~dp0python\pythonw.exe" -m referral_assistant
  exit /b 0
)
"%~dp0python\python.exe" -m referral_assistant %*
exit /b %errorlevel%
