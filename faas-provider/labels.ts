/** The label of every container that is a replica of a function: its value is the function's name. */
export const FUNCTION_LABEL = 'com.openfaas.function'

/** The labels of those that this provider made: the deployment as JSON, and which of a function's deployments it is. */
export const DEPLOYMENT_LABEL = 'com.openfaas.deployment'
export const REVISION_LABEL = 'com.openfaas.revision'

/** How many replicas the function shall have, as it was when this one was made. */
export const REPLICAS_LABEL = 'com.openfaas.replicas'

/** An annotation of a function that Docker Compose started is a label that begins with this. */
export const ANNOTATION_PREFIX = 'com.openfaas.annotations.'

/** Docker Compose's own labels, of which `container-number` and `oneoff` matter here. */
export const COMPOSE_PREFIX = 'com.docker.compose.'
