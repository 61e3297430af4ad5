# The flags: the parameters of install.ps1, which a test compares with table.txt. What table.txt calls edge-port is -EdgePort.

function Test-Given([string]$Flag) {
    return $Flags.ContainsKey($Flag.Replace('-', ''))
}

function Test-Switch([string]$Flag) {
    return (Test-Given $Flag) -and [bool]$Flags[$Flag.Replace('-', '')]
}

function Read-Flags {
    foreach ($row in @(Get-Rows 'question')) {
        $flag, $variable, $rest = $row -split '\|', 3
        if (Test-Given $flag) { Set-Answer $variable ([string]$Flags[$flag.Replace('-', '')]) }
    }
}

function Get-ParameterName([string]$Flag) {
    $words = foreach ($word in $Flag.Split('-')) { $word.Substring(0, 1).ToUpperInvariant() + $word.Substring(1) }
    return '-' + (@($words) -join '')
}

function Show-Usage {
    Write-Text 'usage'
    foreach ($row in @(Get-Rows 'switch')) {
        $name, $about = $row -split '\|', 2
        Write-Host ('  {0,-28} {1}' -f (Get-ParameterName $name), $about)
    }
    foreach ($row in @(Get-Rows 'question')) {
        $name, $variable, $here, $away, $rule, $default, $about = $row -split '\|', 7
        $offered = ''
        if ($default -ne '-') { $offered = ' [' + $default + ']' }
        Write-Host ('  {0,-28} {1}{2}' -f ((Get-ParameterName $name) + ' VALUE'), $about, $offered)
    }
    Write-Text 'usage-credentials'
    foreach ($row in @(Get-Rows 'secret')) {
        $name, $variable, $made, $used, $rule, $default, $about = $row -split '\|', 7
        Write-Host ('  {0,-28} {1}' -f $variable, $about)
    }
    Write-Text 'usage-roles' @((Get-SetValue 'all-roles'))
    Show-Roles
}
