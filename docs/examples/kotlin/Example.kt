package pocketrec

import kotlin.system.exitProcess

/** MODEL DATA: what somebody is offered before and after an event. */
fun main(arguments: Array<String>) {
    if (arguments.size != 2) {
        System.err.println("example: expected MODEL and DATA")
        exitProcess(2)
    }
    Pocketrec(arguments[0], arguments[1]).use { pocketrec ->
        pocketrec.recommend("user-personalization", "ann", 5).forEach { println(it) }
        pocketrec.record("ann", "t0042", "Watch", "example")
        println("after t0042:")
        pocketrec.recommend("user-personalization", "ann", 5).forEach { println(it) }
        println(pocketrec.handle("GetRecommendations",
            """{"campaignArn":"user-personalization","userId":"ann","numResults":1}"""))
        try {
            pocketrec.recommend("nothing", "ann", 1)
        } catch (refusal: PocketrecException) {
            println("refused, status ${refusal.status}")
        }
    }
}
