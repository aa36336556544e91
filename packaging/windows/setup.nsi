; SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
; SPDX-License-Identifier: MIT
;
; The setup program. installer.py hands over names, versions and the folder GENERATED with four lists:
; install.nsh and remove.nsh (files), register.nsh and unregister.nsh (registry, from the one table of associations).
;
;   setup.exe                for this user, below %LOCALAPPDATA%\Programs
;   setup.exe /AllUsers      for all users, below %PROGRAMFILES%; wants an administrator
;   setup.exe /S [/D=PLACE]  without a window; ends with status 2 where it refuses. /D comes last, without quotation marks
;
; An older version is removed first, by its own list. Settings and cassettes are the user's and stay, always.

Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh

!define ROOT SHCTX   ; HKCU, or HKLM for all users
!define WINDOW_PROGRAM "${TITLE}.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\CassetteViewer"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"

Name "${TITLE}"
OutFile "${PRODUCT}"
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true
BrandingText "${TITLE} ${VERSION}"
VIProductVersion ${FOUR_NUMBERS}
VIAddVersionKey ProductName "${TITLE}"
VIAddVersionKey FileDescription "${TITLE} Setup"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey CompanyName "${PUBLISHER}"
VIAddVersionKey LegalCopyright "${PUBLISHER}, MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW_PROGRAM}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

; Ends the program with the status that stands for "refused", after telling why where somebody can read it.
!macro Refuse TEXT
    MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
    SetErrorLevel 2
    Quit
!macroend

; Windows lets nobody write to a program that runs.
!macro RefuseWhileRunning PROGRAM
    ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
        ClearErrors
        FileOpen $0 "$INSTDIR\${PROGRAM}" a
        ${If} ${Errors}
            !insertmacro Refuse "${TITLE} is open. Please close it, and start again."
        ${EndIf}
        FileClose $0
    ${EndIf}
!macroend

; Starts PROGRAM again as an administrator, who is asked for, unless one is here.
!macro WantAdministrator PROGRAM ARGUMENTS
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != Admin
        ${If} ${Silent}
            !insertmacro Refuse "This wants an administrator."
        ${EndIf}
        ExecShell runas "${PROGRAM}" "${ARGUMENTS}"
        Quit
    ${EndIf}
!macroend

; Lets the desktop look again at what opens which file: SHCNE_ASSOCCHANGED.
!macro TellDesktop
    System::Call "shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)"
!macroend

Function .onInit
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/AllUsers" $R1
    ${If} ${Errors}
        SetShellVarContext current
        StrCpy $R2 "$LOCALAPPDATA\Programs\${TITLE}"
    ${Else}
        !insertmacro WantAdministrator "$EXEPATH" "/AllUsers"
        SetShellVarContext all
        StrCpy $R2 "$PROGRAMFILES64\${TITLE}"
    ${EndIf}
    ${If} $INSTDIR == ""   ; no /D=
        ReadRegStr $INSTDIR ${ROOT} "${UNINSTALL_KEY}" InstallLocation
        ${If} $INSTDIR == ""
            StrCpy $INSTDIR $R2
        ${EndIf}
    ${EndIf}
FunctionEnd

Section
    !insertmacro RefuseWhileRunning "${WINDOW_PROGRAM}"
    !insertmacro RefuseWhileRunning "${NAME}.exe"
    ReadRegStr $R0 ${ROOT} "${UNINSTALL_KEY}" InstallLocation
    ${If} $R0 != ""
    ${AndIf} ${FileExists} "$R0\uninstall.exe"
        ClearErrors
        ExecWait '"$R0\uninstall.exe" /S _?=$R0' $0   ; with _?= it runs from its place and can be waited for
        ${If} ${Errors}
        ${OrIf} $0 != 0
            !insertmacro Refuse "The older version could not be removed. Please close ${TITLE}, and start again."
        ${EndIf}
        Delete "$R0\uninstall.exe"
        RMDir "$R0"
    ${EndIf}

    ClearErrors
    !include "${GENERATED}/install.nsh"
    ${If} ${Errors}
        !insertmacro Refuse "Not all files could be written to $INSTDIR."
    ${EndIf}
    SetOutPath $INSTDIR
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortCut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${WINDOW_PROGRAM}" "" "$INSTDIR\${NAME}.ico"
    !include "${GENERATED}/register.nsh"
    WriteRegStr ${ROOT} "${APP_PATHS}\${NAME}.exe" "" "$INSTDIR\${NAME}.exe"
    WriteRegStr ${ROOT} "${UNINSTALL_KEY}" DisplayName "${TITLE}"
    WriteRegStr ${ROOT} "${UNINSTALL_KEY}" DisplayVersion "${VERSION}"
    WriteRegStr ${ROOT} "${UNINSTALL_KEY}" DisplayIcon "$INSTDIR\${NAME}.ico"
    WriteRegStr ${ROOT} "${UNINSTALL_KEY}" Publisher "${PUBLISHER}"
    WriteRegStr ${ROOT} "${UNINSTALL_KEY}" InstallLocation "$INSTDIR"
    WriteRegStr ${ROOT} "${UNINSTALL_KEY}" UninstallString '"$INSTDIR\uninstall.exe"'
    WriteRegStr ${ROOT} "${UNINSTALL_KEY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD ${ROOT} "${UNINSTALL_KEY}" EstimatedSize ${KILOBYTES}
    WriteRegDWORD ${ROOT} "${UNINSTALL_KEY}" NoModify 1
    WriteRegDWORD ${ROOT} "${UNINSTALL_KEY}" NoRepair 1
    !insertmacro TellDesktop
SectionEnd

Function un.onInit
    SetShellVarContext all   ; whose installation this is tells the registry
    ReadRegStr $0 ${ROOT} "${UNINSTALL_KEY}" InstallLocation
    ${If} $0 == $INSTDIR
        !insertmacro WantAdministrator "$INSTDIR\uninstall.exe" ""
    ${Else}
        SetShellVarContext current
    ${EndIf}
FunctionEnd

Section Uninstall
    !insertmacro RefuseWhileRunning "${WINDOW_PROGRAM}"
    !insertmacro RefuseWhileRunning "${NAME}.exe"
    !include "${GENERATED}/remove.nsh"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${TITLE}.lnk"
    !include "${GENERATED}/unregister.nsh"
    DeleteRegKey ${ROOT} "${APP_PATHS}\${NAME}.exe"
    DeleteRegKey ${ROOT} "${UNINSTALL_KEY}"
    !insertmacro TellDesktop
SectionEnd
