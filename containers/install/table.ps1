# What is asked and said: the rows of table.txt.

$Table = [IO.File]::ReadAllLines((Join-Path $Root 'containers/install/table.txt'))

# The rows of a kind, without the kind.
function Get-Rows([string]$Kind) {
    $start = $Kind + '|'
    foreach ($line in $Table) {
        if ($line.StartsWith($start, [StringComparison]::Ordinal)) { $line.Substring($start.Length) }
    }
}

function Get-SetValue([string]$Name) {
    return @(Get-Rows ('set|' + $Name))[0]
}

# The lines that are said under a key, with the values in the places of {0}, {1} ...
function Get-Text([string]$Key, [object[]]$Values = @()) {
    foreach ($row in @(Get-Rows ('say|' + $Key))) {
        $line = $row
        for ($number = 0; $number -lt $Values.Length; $number++) {
            $line = $line.Replace('{' + $number + '}', [string]$Values[$number])
        }
        $line
    }
}

function Write-Text([string]$Key, [object[]]$Values = @()) {
    foreach ($line in @(Get-Text $Key $Values)) { Write-Host $line }
}

function Write-Step([string]$Key, [object[]]$Values = @()) {
    Write-Host ''
    Write-Host ('== ' + (@(Get-Text $Key $Values) -join "`n"))
}

function Write-Fault([string]$Text) {
    [Console]::Error.WriteLine($Text)
}

function Stop-WithText([string]$Key, [object[]]$Values = @()) {
    foreach ($line in @(Get-Text $Key $Values)) { Write-Fault $line }
    exit 1
}
