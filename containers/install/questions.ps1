# The questions of table.txt. A flag answers, else the environment, else .env, else the default; in a terminal, who sits there.

$UsedPorts = New-Object System.Collections.ArrayList

# The columns "here" and "away" of a question.
function Test-Asked([string]$Here, [string]$Away) {
    if ($Here -ne '-' -and -not (Test-AnyRole $Here)) { return $false }
    if ($Away -ne '-' -and (Test-AnyRole $Away)) { return $false }
    return $true
}

# What is wrong with the answer; '' when nothing is.
function Find-Fault([string]$Flag, [string]$Variable, [string]$Rule) {
    $value = Get-Answer $Variable
    $allowed, $pattern = @(Get-Rows ('rule|' + $Rule))[0] -split '\|', 2
    if ($value -cnotmatch $pattern) { return [string](Get-Text 'not-valid' @($Flag, $value, $allowed)) }
    if ($Rule -eq 'roles') {
        if ($value -eq 'all') { Set-Answer $Variable (Get-SetValue 'all-roles') }
        return Find-RoleFault
    }
    if ($Rule -eq 'port') {
        if ($UsedPorts.Contains($value)) { return [string](Get-Text 'port-twice' @($value)) }
        if (-not (Test-Free $value)) { return [string](Get-Text 'port-taken' @($value)) }
        [void]$UsedPorts.Add($value)
    }
    return ''
}

# A line that somebody types, or the next one of the input.
function Read-Line {
    if (-not [Console]::IsInputRedirected) { return [string](Read-Host) }
    $line = [Console]::In.ReadLine()
    if ($null -eq $line) { Stop-WithText 'no-input' }
    return $line
}

# Until the answer is a good one.
function Read-Answer([string]$Flag, [string]$Variable, [string]$Rule, [string]$Question) {
    $offered = Get-Answer $Variable
    while ($true) {
        $shown = ''
        if ($offered -ne '') { $shown = ' [' + $offered + ']' }
        Write-Host -NoNewline ($Question + $shown + ' ')
        $answer = Read-Line
        if ($answer -eq '') { $answer = $offered }
        Set-Answer $Variable $answer
        $fault = Find-Fault $Flag $Variable $Rule
        if ($fault -eq '') { return }
        Write-Host $fault
    }
}

function Read-Answers {
    if (-not (Test-Switch 'yes')) {
        Write-Step 'choosing'
        Show-Roles
    }
    foreach ($row in @(Get-Rows 'question')) {
        $flag, $variable, $here, $away, $rule, $default, $question = $row -split '\|', 7
        if ($flag -eq 'credentials' -and @(Get-MissingSecrets).Length -eq 0) { continue }
        $given = Test-Given $flag
        $asked = Test-Asked $here $away
        if (-not $given -and (Get-Answer $variable) -eq '') { Set-Answer $variable (Get-KeptAnswer $variable) }
        if ((Get-Answer $variable) -eq '' -and $default -ne '-' -and ($here -eq 'flag' -or $asked)) { Set-Answer $variable $default }
        if ($asked -and -not $given -and -not (Test-Switch 'yes')) {
            Read-Answer $flag $variable $rule $question
        }
        elseif ((Get-Answer $variable) -ne '') {
            $fault = Find-Fault $flag $variable $rule
            if ($fault -ne '') {
                Write-Fault $fault
                exit 1
            }
        }
        elseif ($asked) { Stop-WithText 'answer-missing' @($question, $flag) }
    }
}
