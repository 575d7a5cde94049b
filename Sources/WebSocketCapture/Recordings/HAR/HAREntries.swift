import WebSocketWire

/// The entries of a HAR file, of which those of WebSocket are connections.
struct HAREntries {
  private let sink: any RecordingSink
  private var count = 0
  /// When the first connection began, since 1970-01-01 00:00 UTC.
  private var start: Duration?

  init(_ sink: any RecordingSink) { self.sink = sink }

  /// Reads an entry. Members come in any order, so that what is needed of them is read once all are known.
  mutating func read(_ reader: inout JSONReader) throws(JSONReader.Fault) {
    var isWebSocket = false
    var time: Duration?
    var address = ""
    var parts: [String: JSONReader] = [:]
    try reader.object { (name, reader) throws(JSONReader.Fault) in
      switch name {
      case "_resourceType" where reader.kind == .string:
        isWebSocket = try reader.string() == Array("websocket".utf8) || isWebSocket
      case "_webSocketMessages", "request", "response":
        if name == "_webSocketMessages", reader.kind == .array { isWebSocket = true }
        parts[name] = reader
        try reader.skip()
      case "startedDateTime":
        let text = try reader.string()
        time = RecordedTime.sinceEpoch(text)
        if time == nil { throw reader.fault("a time of RFC 3339 is expected") }
      case "serverIPAddress" where reader.kind == .string:
        address = String(decoding: try reader.string(), as: UTF8.self)
      default: try reader.skip()
      }
    }
    guard isWebSocket else { return }
    guard let time else { throw reader.fault("the startedDateTime of the entry is expected") }
    try open(parts, at: time, address)
    if var messages = parts["_webSocketMessages"], messages.kind == .array {
      try messages.array { (_, reader) throws(JSONReader.Fault) in try readMessage(&reader) }
    }
    emit(.openAtEnd, at: last)
  }

  /// When something happened last, since the start.
  private var last = Duration.zero

  private func emit(_ event: RecordedEvent, at time: Duration, _ bytes: [UInt8] = []) {
    sink.handle(event, connection: count, at: time, bytes: bytes.span.bytes)
  }

  private mutating func open(
    _ parts: [String: JSONReader], at time: Duration, _ address: String
  ) throws(JSONReader.Fault) {
    guard var request = parts["request"], request.kind == .object else {
      throw parts["response"]?.fault("the entry of a WebSocket has a request")
        ?? JSONReader.Fault(offset: 0, words: "the entry of a WebSocket has a request")
    }
    let asked = try JSONValue.read(&request)
    var answered = JSONValue.null
    if var response = parts["response"], response.kind == .object { answered = try JSONValue.read(&response) }
    if start == nil {
      start = time
      sink.begin(role: nil, start: time)
    }
    count += 1
    last = max(.zero, time - (start ?? time))
    let url = asked["url"]?.text ?? ""
    let head = HARHead.request(asked, url)
    let response = HARHead.response(answered)
    emit(
      .connected(
        ConnectionSummary(
          url: url, address: Self.place(address, url), phases: [],
          subprotocol: response?.fields("Sec-WebSocket-Protocol").first?.value)), at: last)
    if head.fields.isEmpty, response == nil { return }
    emit(.handshake(HandshakeReport(request: head, response: response)), at: last)
  }

  /// The address with the port of the URL.
  private static func place(_ address: String, _ url: String) -> String {
    guard !address.isEmpty else { return "" }
    let port = (try? WebSocketURL(url))?.port
    let host = address.contains(":") && address.first != "[" ? "[\(address)]" : address
    return port.map { "\(host):\($0)" } ?? host
  }

  private mutating func readMessage(_ reader: inout JSONReader) throws(JSONReader.Fault) {
    var (type, opcode): (String?, UInt64?) = (nil, nil)
    var time: Duration?
    var data: [UInt8] = []
    try reader.object { (name, reader) throws(JSONReader.Fault) in
      switch name {
      case "type": type = String(decoding: try reader.string(), as: UTF8.self)
      case "opcode": opcode = JSONNumber(try reader.number()).integer
      case "data": data = try reader.string()
      case "time":
        time = HARTime.sinceEpoch(try reader.number())
        if time == nil { throw reader.fault("a time in seconds is expected") }
      default: try reader.skip()
      }
    }
    // An error of the browser is not a message, and what is neither text nor binary is a frame.
    guard type == "send" || type == "receive", opcode == 1 || opcode == 2 else { return }
    if let time, let start { last = max(.zero, time - start) }
    if opcode == 2 {
      guard let bytes = Self.binary(data) else {
        throw reader.fault("the base64 of a binary message is expected")
      }
      data = bytes
    }
    emit(.message(opcode == 2 ? .binary : .text, from: type == "send" ? .client : .server), at: last, data)
  }

  /// Base64, or as some write it a character for each byte.
  private static func binary(_ text: [UInt8]) -> [UInt8]? {
    let string = String(decoding: text, as: UTF8.self)
    if let bytes = Base64.decode(string) { return bytes }
    var bytes: [UInt8] = []
    for scalar in string.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}

/// The time of a message: Chromium writes seconds since 1970, others milliseconds or microseconds.
enum HARTime {
  static func sinceEpoch(_ spelling: String) -> Duration? {
    if let seconds = JSONNumber(spelling).seconds { return seconds }
    // In nanoseconds both are below what 64 bits hold.
    guard let number = Double(spelling), number > 0, number < 9e15 else { return nil }
    if number < 9e12 { return .nanoseconds(Int64(number * 1e6)) }
    return number < 1e14 ? nil : .nanoseconds(Int64(number) * 1000)
  }
}

/// A head out of the lists of a HAR file: the names and values as the file has them, in its order.
enum HARHead {
  static func request(_ value: JSONValue, _ url: String) -> HTTPHead {
    let rest = url.drop { $0 != ":" }.dropFirst(3)
    let target = rest.firstIndex { $0 == "/" || $0 == "?" }.map { String(rest[$0...]) } ?? "/"
    let line = "\(value["method"]?.text ?? "GET") \(target) \(version(value))"
    return head(line, value)
  }

  /// nil where there was none.
  static func response(_ value: JSONValue) -> HTTPHead? {
    guard let status = value["status"]?.integer, status > 0 else { return nil }
    return head("\(version(value)) \(status) \(value["statusText"]?.text ?? "")", value)
  }

  private static func version(_ value: JSONValue) -> String {
    let version = value["httpVersion"]?.text ?? ""
    return version.isEmpty ? "HTTP/1.1" : version.uppercased()
  }

  private static func head(_ line: String, _ value: JSONValue) -> HTTPHead {
    let fields = (value["headers"]?.elements ?? []).map {
      "\($0["name"]?.text ?? ""): \($0["value"]?.text ?? "")"
    }
    return HTTPHead(Array((([line] + fields).joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }
}
