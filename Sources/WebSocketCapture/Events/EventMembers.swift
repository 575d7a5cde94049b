import WebSocketWire

/// The members of an object that matter for sending it.
struct EventMembers {
  private var texts: [String: [UInt8]] = [:]
  private var numbers: [String: String] = [:]
  private var complete: Bool?

  private static let textNames: Set = ["type", "sender", "kind", "text", "base64", "reason", "reasonBase64"]
  private static let numberNames: Set = ["v", "code", "omitted"]

  /// Takes a member; others than those above are passed over.
  mutating func read(_ name: String, _ reader: inout JSONReader) throws(JSONReader.Fault) {
    if reader.peek() == 0x6E { return try reader.skip() }
    let isKnown: Bool
    if Self.textNames.contains(name) {
      isKnown = texts.updateValue(try reader.string(), forKey: name) != nil
    } else if Self.numberNames.contains(name) {
      isKnown = numbers.updateValue(try reader.number(), forKey: name) != nil
    } else if name == "complete" {
      isKnown = complete != nil
      complete = try reader.boolean()
    } else {
      return try reader.skip()
    }
    if isKnown { throw reader.fault("\(name.quoted) appears twice") }
  }

  /// What they ask for, all together.
  func event() throws(UsageError) -> EventReader.Event {
    if let version = numbers["v"], version != "\(EventEncoder.version)" {
      throw UsageError("this is version \(version) of the objects, expected \(EventEncoder.version)")
    }
    guard let type = word("type") else { throw UsageError("the object has no type") }
    // What a session recorded of them is its own; one without a sender is written to be sent.
    let isRecorded = texts["sender"] != nil
    switch type {
    case "message": return try message()
    case "ping" where !isRecorded: return .ping(try control())
    case "pong" where !isRecorded: return .pong(try control())
    case "close" where !isRecorded: return try close()
    case "ping", "pong", "close", "listening", "connected", "tls", "handshake", "frame", "violation", "error",
      "summary":
      return .other
    default: throw UsageError("\(type.quoted) is not a type of event")
    }
  }

  private func message() throws(UsageError) -> EventReader.Event {
    if let omitted = numbers["omitted"], omitted != "0" {
      throw UsageError("\(omitted) bytes of the message were left out when it was recorded")
    }
    if complete == false { throw UsageError("the end of the message is missing") }
    guard let content = try content() else {
      throw UsageError("the message has neither \"text\" nor \"base64\"")
    }
    switch word("kind") {
    case "text": return .message(.text, content)
    case "binary": return .message(.binary, content)
    case nil: return .message(texts["base64"] == nil ? .text : .binary, content)
    case let kind?: throw UsageError("\(kind.quoted) is not a kind of message, expected text or binary")
    }
  }

  /// The payload of a Ping or Pong (RFC 6455 5.5).
  private func control() throws(UsageError) -> [UInt8] {
    let content = try content() ?? []
    guard content.count <= 125 else {
      throw UsageError("the payload has \(content.count) bytes, expected at most 125 (RFC 6455 5.5)")
    }
    return content
  }

  private func close() throws(UsageError) -> EventReader.Event {
    let number = numbers["code"] ?? "\(CloseCode.normalClosure.rawValue)"
    guard let code = Digits.decimal(number).flatMap({ UInt16(exactly: $0) }).map({ CloseCode(rawValue: $0) }),
      code.isSendable
    else { throw UsageError("\(number) is not a code that a Close can have (RFC 6455 7.4)") }
    let reason = texts["reason"] ?? []
    guard texts["reasonBase64"] == nil else { throw UsageError("the reason of a Close is text") }
    guard reason.count <= 123 else {
      throw UsageError("the reason has \(reason.count) bytes, expected at most 123 (RFC 6455 5.5.1)")
    }
    return .close(code, reason: reason)
  }

  private func content() throws(UsageError) -> [UInt8]? {
    guard let base64 = word("base64") else { return texts["text"] }
    guard texts["text"] == nil else { throw UsageError("\"text\" and \"base64\": one of them at a time") }
    guard let bytes = Base64.decode(base64) else {
      throw UsageError("\"base64\" is not valid base64 with padding")
    }
    return bytes
  }

  private func word(_ name: String) -> String? { texts[name].map { String(decoding: $0, as: UTF8.self) } }
}
