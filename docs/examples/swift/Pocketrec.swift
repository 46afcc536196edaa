import CPocketrec

/// What the library could not do.
public struct PocketrecError: Error {
    public let status: pocketrec_status
    public let message: String

    init(_ error: pocketrec_error) {
        status = error.status
        message = withUnsafeBytes(of: error.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// An entry of a list. `score` is NaN where the recommender has none.
public struct Item {
    public let id: String
    public let score: Double
}

/// A model and an event store, open: libpocketrec for Swift. Any number of threads may use it.
public final class Pocketrec: @unchecked Sendable {
    private var instance: OpaquePointer?

    public init(model: String, data: String?) throws {
        try model.withCString { model in
            try withOptionalCString(data) { data in
                var options = pocketrec_options()
                options.size = MemoryLayout<pocketrec_options>.size
                options.model = model
                options.data = data
                try check { pocketrec_open(&options, &instance, &$0) }
            }
        }
    }

    deinit {
        pocketrec_close(&instance)
    }

    /// The `count` items that suit a user best.
    public func recommend(_ recommender: String, user: String?, count: Int) throws -> [Item] {
        var items = [pocketrec_item](repeating: pocketrec_item(), count: count)
        var text = [CChar](repeating: 0, count: count * 1025)
        return try items.withUnsafeMutableBufferPointer { items in
            try text.withUnsafeMutableBufferPointer { text in
                try recommender.withCString { recommender in
                    try withOptionalCString(user) { user in
                        var list = pocketrec_list()
                        list.size = MemoryLayout<pocketrec_list>.size
                        list.items = items.baseAddress
                        list.capacity = items.count
                        list.text = text.baseAddress
                        list.text_capacity = text.count
                        var request = pocketrec_request()
                        request.size = MemoryLayout<pocketrec_request>.size
                        request.recommender = recommender
                        request.user = user
                        try check { pocketrec_recommend(instance, &request, &list, &$0) }
                        return items.prefix(list.count).map { Item(id: String(cString: $0.id), score: $0.score) }
                    }
                }
            }
        }
    }

    /// Stores that a user did something with an item. When it returns, it is on stable storage.
    public func record(user: String, item: String, eventType: String, eventId: String? = nil) throws {
        try user.withCString { user in
            try item.withCString { item in
                try eventType.withCString { eventType in
                    try withOptionalCString(eventId) { eventId in
                        var event = pocketrec_event()
                        event.size = MemoryLayout<pocketrec_event>.size
                        event.user = user
                        event.item = item
                        event.event_type = eventType
                        event.event_id = eventId
                        try check { pocketrec_record(instance, &event, 1, &$0) }
                    }
                }
            }
        }
    }

    /// Answers an operation: JSON in, JSON out, also for requests that are refused.
    public func handle(_ operation: String, _ input: String) throws -> String {
        var reply = pocketrec_reply()
        defer { pocketrec_reply_free(&reply) }
        try check { pocketrec_handle(instance, operation, input, input.utf8.count, &reply, &$0) }
        return String(cString: reply.body)
    }

    private func check(_ call: (inout pocketrec_error) -> pocketrec_status) throws {
        var error = pocketrec_error()
        if call(&error) != POCKETREC_OK { throw PocketrecError(error) }
    }
}

private func withOptionalCString<Result>(
    _ text: String?, _ body: (UnsafePointer<CChar>?) throws -> Result
) rethrows -> Result {
    guard let text = text else { return try body(nil) }
    return try text.withCString { try body($0) }
}
