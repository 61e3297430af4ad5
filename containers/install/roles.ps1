# Which parts of the system are on this machine: profiles of docker-compose.yml.

# One of the roles of a comma list is on this machine.
function Test-AnyRole([string]$List) {
    $here = (Get-Answer 'COMPOSE_PROFILES').Split(',')
    foreach ($role in $List.Split(',')) {
        if ($here -ccontains $role) { return $true }
    }
    return $false
}

function Get-EveryRole {
    foreach ($row in @(Get-Rows 'role')) { ($row -split '\|', 2)[0] }
}

function Show-Roles {
    foreach ($row in @(Get-Rows 'role')) {
        $name, $memory, $about = $row -split '\|', 3
        Write-Host ('  {0,-28} {1}' -f $name, $about)
    }
}

# What is wrong with the roles; '' when nothing is.
function Find-RoleFault {
    $every = @(Get-EveryRole)
    foreach ($role in (Get-Answer 'COMPOSE_PROFILES').Split(',')) {
        if ($role -ne '' -and $every -cnotcontains $role) { return [string](Get-Text 'role-unknown' @($role, ($every -join ','))) }
    }
    foreach ($pair in 'gateway,router', 'kafka,zookeeper') {
        $one, $other = $pair.Split(',')
        if ((Test-AnyRole $one) -and (Test-AnyRole $other)) { return [string](Get-Text 'roles-exclude' @($one, $other)) }
    }
    if ((Test-AnyRole 'functions') -ne (Test-AnyRole 'gateway,router')) { return [string](Get-Text 'roles-together') }
    return ''
}
