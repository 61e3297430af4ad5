# Installs picture-resize-api in containers on this machine, or takes it away again: .\install.ps1 -Help
# install.sh is the same for Linux and macOS: the same questions and sentences (containers/install/table.txt) and, which a
# test compares, the same steps. Docker and Windows PowerShell 5.1 are enough.
[CmdletBinding()]
param(
    [switch]$Yes,
    [switch]$ShowCredentials,
    [switch]$IgnoreMemory,
    [switch]$NoSmokeTest,
    [switch]$Uninstall,
    [switch]$KeepData,
    [switch]$Help,
    [string]$Project,
    [string]$Roles,
    [string]$ServerAddress,
    [string]$DatabaseHost,
    [string]$DatabasePort,
    [string]$Brokers,
    [string]$GatewayUrl,
    [string]$Topic,
    [string]$Group,
    [string]$EdgeAddress,
    [string]$EdgePort,
    [string]$GatewayPort,
    [string]$AdminerPort,
    [string]$ControlCenterPort,
    [string]$Callbacks,
    [string]$Registry,
    [string]$Tag,
    [string]$Credentials
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$PSNativeCommandUseErrorActionPreference = $false

$Root = $PSScriptRoot
$Flags = $PSBoundParameters
foreach ($part in 'table', 'flags', 'checks', 'roles', 'answers', 'questions', 'secrets', 'containers', 'readiness', 'smoke-test', 'addresses', 'uninstall') {
    . (Join-Path $Root "containers/install/$part.ps1")
}

Push-Location -LiteralPath $Root
try {
    Read-Flags
    if (Test-Switch 'help') {
        Show-Usage
        exit 0
    }
    Test-Docker
    if (Test-Switch 'uninstall') {
        Uninstall-Everything
        exit 0
    }
    Read-Answers
    Test-Memory
    Write-Answers
    Write-Secrets
    Start-Containers
    Wait-UntilReady
    Resize-Picture
    Show-Addresses
}
finally {
    # The environment is that of the terminal, which stays open.
    Restore-Environment
    Pop-Location
}
