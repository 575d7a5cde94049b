import WebSocketWire

/// Follows HTTP/1.1 on a connection up to the opening handshake: requests and their answers in their order, through a CONNECT too.
struct HTTPExchange {
  /// What came of the bytes.
  enum Outcome {
    /// A request for a WebSocket and the answer to it, 101 or another.
    case answered(request: HTTPHead, interim: [HTTPHead], response: HTTPHead)
    /// Not HTTP/1, or something in it that cannot be followed.
    case foreign(ForeignProtocol)
  }

  /// One side's bytes that are not read yet, and what they are a part of.
  private struct Side {
    var reader: HTTPHeadReader
    var body: HTTPBody?
    var held: [UInt8] = []
    /// Whether any byte of this side has come, since the connection or a tunnel began.
    var hasSpoken = false
  }

  private let limit: Int
  private var sides: PerSender<Side>
  /// Requests that are not answered, the first of which was the first.
  private var requests: [HTTPHead] = []
  private var interim: [HTTPHead] = []
  /// Whether what the client has sent after its last request depends on the answer: it has asked for another protocol.
  private var awaitsSwitch = false

  /// The most bytes of a side that wait for the other, and the most requests and answers that are kept.
  private static let (heldLimit, headLimit) = (1 << 18, 64)

  /// `limit` is the most bytes that a head may have.
  init(limit: Int) {
    self.limit = limit
    sides = PerSender(Side(reader: HTTPHeadReader(limit: limit)))
  }

  /// How many bytes are held.
  var heldCount: Int {
    WebSocketRole.allCases.reduce(0) { $0 + sides[$1].held.count + sides[$1].reader.bytes.count }
  }

  /// What was held of a side after the handshake, to be read as frames.
  func rest(of role: WebSocketRole) -> [UInt8] { sides[role].held }

  /// Takes the next bytes of a side. After an answer to a request for a WebSocket call `proceed` to go on, unless it was 101.
  mutating func receive(_ bytes: RawSpan, from role: WebSocketRole) -> Outcome? {
    bytes.withUnsafeBytes { bytes in sides.update(role) { $0.held.append(contentsOf: bytes) } }
    return proceed()
  }

  /// Reads on in what is held.
  mutating func proceed() -> Outcome? {
    while true {
      do {
        if !awaitsSwitch, let head = try Self.nextHead(&sides.client, limit) {
          try take(request: head)
        } else if !requests.isEmpty, let head = try Self.nextHead(&sides.server, limit) {
          if let outcome = try take(response: head) { return outcome }
        } else {
          let isTooMuch = sides.client.held.count > Self.heldLimit || sides.server.held.count > Self.heldLimit
          return isTooMuch ? .foreign(.other) : nil
        }
      } catch {
        return .foreign(error)
      }
    }
  }

  /// Passes over bytes that are missing in a message's content; false where they are not all content.
  mutating func miss(_ count: UInt64, from role: WebSocketRole) -> Bool {
    sides.update(role) { $0.body?.miss(count) == true }
  }

  private static func nextHead(_ side: inout Side, _ limit: Int) throws(ForeignProtocol) -> HTTPHead? {
    var bytes: [UInt8] = []
    swap(&bytes, &side.held)
    let span = bytes.span.bytes
    var index = 0
    if var body = side.body {
      body.take(span, at: &index)
      side.body = body.isDone ? nil : body
    }
    defer { if index < bytes.count { side.held = Array(bytes[index...]) } }
    guard index < bytes.count else { return nil }
    if !side.hasSpoken {
      side.hasSpoken = true
      if let foreign = ForeignProtocol(span.extracting(droppingFirst: index)) { throw foreign }
    }
    switch side.reader.append(span.extracting(droppingFirst: index)) {
    case .incomplete:
      index = bytes.count
      return nil
    case .tooBig: throw .other
    case .complete(let head, let used):
      index += used
      side.reader = HTTPHeadReader(limit: limit)
      return head
    }
  }

  private mutating func take(request head: HTTPHead) throws(ForeignProtocol) {
    let parts = head.startLineParts
    guard parts.count == 3, parts[2].hasPrefix("HTTP/1"), requests.count < Self.headLimit else {
      throw parts.last?.hasPrefix("HTTP/2") == true ? .http2 : .other
    }
    requests.append(head)
    awaitsSwitch = parts[0] == "CONNECT" || Self.asksForWebSocket(head)
    let body = HTTPBody(of: head)
    sides.client.body = awaitsSwitch || body.isDone ? nil : body
  }

  /// Takes the answer to the first of the requests.
  private mutating func take(response head: HTTPHead) throws(ForeignProtocol) -> Outcome? {
    let parts = head.startLineParts
    guard parts.count > 1, parts[0].hasPrefix("HTTP/1"), let status = Digits.decimal(parts[1]),
      let request = requests.first, interim.count < Self.headLimit
    else { throw .other }
    if (100..<200).contains(status), status != 101 {
      interim.append(head)
      return nil
    }
    requests.removeFirst()
    let before = interim
    interim = []
    let method = request.startLineParts[0]
    let isLast = requests.isEmpty
    if isLast { awaitsSwitch = false }
    if method == "CONNECT", (200..<300).contains(status) {
      // What follows is another conversation, with the server that the proxy leads to.
      for role in WebSocketRole.allCases {
        sides[role].reader = HTTPHeadReader(limit: limit)
        sides[role].hasSpoken = false
      }
      return nil
    }
    guard status != 101 else {
      guard isLast, Self.asksForWebSocket(request) else { throw .other }
      return .answered(request: request, interim: before, response: head)
    }
    let body = HTTPBody(of: head, status: status, to: method)
    sides.server.body = body.isDone ? nil : body
    return Self.asksForWebSocket(request) ? .answered(request: request, interim: before, response: head) : nil
  }

  private static func asksForWebSocket(_ request: HTTPHead) -> Bool {
    request.elements("Upgrade").contains { $0.lowercased() == "websocket" }
  }
}
