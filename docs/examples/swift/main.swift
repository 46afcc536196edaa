// MODEL DATA: what somebody is offered before and after an event.
let arguments = CommandLine.arguments
precondition(arguments.count == 3, "expected MODEL and DATA")
let pocketrec = try Pocketrec(model: arguments[1], data: arguments[2])
for item in try pocketrec.recommend("user-personalization", user: "ann", count: 5) { print(item.id) }
try pocketrec.record(user: "ann", item: "t0042", eventType: "Watch", eventId: "example")
print("after t0042:")
for item in try pocketrec.recommend("user-personalization", user: "ann", count: 5) { print(item.id) }
print(
    try pocketrec.handle(
        "GetRecommendations", #"{"campaignArn":"user-personalization","userId":"ann","numResults":1}"#))
