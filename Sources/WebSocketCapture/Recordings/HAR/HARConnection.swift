import WebSocketWire

/// Writes the messages of one connection to a HAR file. Of a message no more than a limit is held, and written.
final class HARConnection: RecordedConnection {
  private struct Message {
    let kind: MessageKind
    let time: Duration
    let isCompressed: Bool
    var content: [UInt8] = []
    var omitted: UInt64 = 0
    var isFinal = false
  }

  let number: Int
  private let recorder: HARRecorder
  private var summary: ConnectionSummary?
  private var handshake: HandshakeReport?
  private(set) var began = Duration.zero
  private var open = PerSender<Message?>(nil)
  /// Whether the frame that is open belongs to a message, of each sender.
  private var isInData: Set<WebSocketRole> = []
  private var hasFrames = false

  /// The most bytes of a message.
  private static let limit = 16 << 20

  init(_ number: Int, _ recorder: HARRecorder) { (self.number, self.recorder) = (number, recorder) }

  func receive(_ record: TraceRecord) {
    switch record.event {
    case .connected(let summary):
      self.summary = summary
      began = summary.phases.first?.start ?? record.time
    case .handshake(let report):
      handshake = report
      if summary == nil { began = record.time }
      recorder.begin(self)
    case .tls, .frame, .violation, .ended: return
    }
    recorder.flushIfFull()
  }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan, connection: Int
  ) {
    switch event {
    case .header(let header, _): begin(header, from: sender, at: time)
    case .payload:
      if isInData.contains(sender), open[sender]?.isCompressed == false { append(bytes, from: sender) }
    case .inflated:
      if isInData.contains(sender), open[sender]?.isCompressed == true { append(bytes, from: sender) }
    case .frameEnd: endFrame(of: sender)
    case .messages(let batch):
      batch.forEachFrame(in: bytes) { header, _, payload in
        begin(header, from: sender, at: time)
        append(payload, from: sender)
        endFrame(of: sender)
      }
    // Of a source without frames.
    case .messageStart(let kind) where !hasFrames:
      open[sender] = Message(kind: kind, time: time, isCompressed: false)
    case .messageBytes where !hasFrames: append(bytes, from: sender)
    case .messageEnd where !hasFrames: write(sender)
    default: return
    }
    recorder.flushIfFull()
  }

  private func begin(_ header: FrameHeader, from sender: WebSocketRole, at time: Duration) {
    hasFrames = true
    guard !header.opcode.isControl else {
      isInData.remove(sender)
      return
    }
    isInData.insert(sender)
    if header.opcode != .continuation {
      let isCompressed = header.reserved.contains(.rsv1) && summary?.deflate != nil
      open[sender] = Message(
        kind: header.opcode == .text ? .text : .binary, time: time, isCompressed: isCompressed)
    }
    open[sender]?.isFinal = header.isFinal
  }

  private func append(_ bytes: RawSpan, from sender: WebSocketRole) {
    let room = max(0, Self.limit - (open[sender]?.content.count ?? 0))
    let kept = bytes.extracting(first: room)
    kept.withUnsafeBytes { bytes in
      open.update(sender) { $0?.content.append(contentsOf: bytes) }
    }
    open[sender]?.omitted &+= UInt64(bytes.byteCount - kept.byteCount)
  }

  private func endFrame(of sender: WebSocketRole) {
    guard isInData.remove(sender) != nil, open[sender]?.isFinal == true else { return }
    write(sender)
  }

  private func write(_ sender: WebSocketRole) {
    guard let message = open.update(sender, { $0.take() }) else { return }
    recorder.begin(self)
    recorder.add(message.kind, message.content, omitted: message.omitted, from: sender, at: message.time)
  }

  // MARK: The entry

  /// Writes the members of the entry but its messages.
  func write(into json: inout JSONWriter, startedDateTime: [UInt8]) {
    let secrets = HeadSecrets(
      showsSecrets: recorder.showsSecrets, tokens: handshake?.secretSubprotocols ?? [])
    json.key("startedDateTime")
    json.value(utf8: startedDateTime.span.bytes)
    let upgrade = summary?.phases.last { $0.name == .upgrade }?.duration ?? .zero
    json.key("time")
    json.value(seconds: upgrade * 1000)
    json.key("request")
    json.object { json in Self.request(handshake?.request, summary, secrets, &json) }
    json.key("response")
    json.object { json in Self.response(handshake?.response, secrets, &json) }
    json.key("cache")
    json.object { _ in }
    json.key("timings")
    json.object { json in
      json.key("send")
      json.value(0)
      json.key("wait")
      json.value(seconds: upgrade * 1000)
      json.key("receive")
      json.value(0)
    }
    let address = summary?.address.lastIndex(of: ":").map { String(summary?.address[..<$0] ?? "") } ?? ""
    if !address.isEmpty {
      json.key("serverIPAddress")
      json.value(address)
    }
    json.key("connection")
    json.value("\(number)")
    json.key("_resourceType")
    json.value("websocket" as StaticString)
  }

  private static func request(
    _ head: HTTPHead?, _ summary: ConnectionSummary?, _ secrets: HeadSecrets, _ json: inout JSONWriter
  ) {
    let parts = head?.startLineParts ?? []
    let target = parts.count > 1 ? parts[1] : "/"
    let asked = summary.flatMap { $0.url.isEmpty ? nil : $0.url }
    let host = head?.fields("Host").first?.value ?? ""
    json.key("method")
    json.value(parts.first ?? "GET")
    json.key("url")
    json.value(secrets.url(asked ?? "ws://\(host)\(target)"))
    json.key("httpVersion")
    json.value(parts.count > 2 ? parts[2] : "HTTP/1.1")
    fields(head, secrets, &json)
    json.key("queryString")
    json.array { _ in }
    sizes(&json)
  }

  private static func response(_ head: HTTPHead?, _ secrets: HeadSecrets, _ json: inout JSONWriter) {
    let parts = head?.startLineParts ?? []
    json.key("status")
    json.value(parts.count > 1 ? Digits.decimal(parts[1]) ?? 0 : 0)
    json.key("statusText")
    json.value(parts.count > 2 ? secrets.text(parts[2]) : "")
    json.key("httpVersion")
    json.value(parts.first ?? "HTTP/1.1")
    fields(head, secrets, &json)
    json.key("content")
    json.object { json in
      json.key("size")
      json.value(0)
      json.key("mimeType")
      json.value("x-unknown" as StaticString)
    }
    json.key("redirectURL")
    json.value("" as StaticString)
    sizes(&json)
  }

  private static func fields(_ head: HTTPHead?, _ secrets: HeadSecrets, _ json: inout JSONWriter) {
    json.key("headers")
    json.array { json in
      for field in head?.fields ?? [] {
        json.object { json in
          json.key("name")
          json.value(field.name)
          json.key("value")
          json.value(secrets.value(of: field))
        }
      }
    }
    json.key("cookies")
    json.array { _ in }
  }

  /// Sizes that are not known.
  private static func sizes(_ json: inout JSONWriter) {
    for name in ["headersSize", "bodySize"] as [StaticString] {
      json.key(name)
      json.number("-1")
    }
  }
}
