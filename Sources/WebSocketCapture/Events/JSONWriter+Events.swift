import WebSocketWire

/// Members that several events have.
extension JSONWriter {
  /// Who sent it, if that is known.
  mutating func sender(_ sender: WebSocketRole?) {
    guard let sender else { return }
    key("sender")
    value(sender == .client ? "client" : "server" as StaticString)
  }

  /// A frame's header, and what it says.
  mutating func header(_ header: FrameHeader) {
    key("header")
    value(hex: header.bytes)
    key("fin")
    value(header.isFinal)
    key("rsv")
    array { json in
      for bit in [ReservedBits.rsv1, .rsv2, .rsv3] { json.value(header.reserved.contains(bit) ? 1 : 0) }
    }
    key("opcode")
    value(header.opcode.rawValue)
    key("name")
    value(header.opcode.name)
    key("maskingKey")
    if let key = header.maskingKey { value(hex: key.bytes) } else { null() }
    key("length")
    value(header.payloadLength)
    key("lengthForm")
    value(header.lengthForm.rawValue)
  }

  /// `text` for what is meant as text and is UTF-8, else `base64`.
  mutating func content(_ bytes: [UInt8], isText: Bool) { content(bytes.span.bytes, isText: isText) }

  /// The same of bytes that live as long as the call.
  mutating func content(_ bytes: RawSpan, isText: Bool) {
    if isText, value(plain: bytes, key: "text") { return }
    if isText, UTF8Validator.fault(in: bytes) == nil {
      key("text")
      value(utf8: bytes)
    } else {
      key("base64")
      value(base64: bytes)
    }
  }

  /// How many bytes are left out, if there are any.
  mutating func omitted(_ count: UInt64) {
    guard count > 0 else { return }
    key("omitted")
    value(count)
  }

  /// What a Close frame says.
  mutating func close(_ payload: ClosePayload) {
    key("code")
    if let code = payload.code { value(code.rawValue) } else { null() }
    if let code = payload.code {
      key("words")
      value(code.words)
    }
    if UTF8Validator.fault(in: payload.reasonBytes.span.bytes) == nil {
      key("reason")
      value(utf8: payload.reasonBytes.span.bytes)
    } else {
      key("reasonBase64")
      value(base64: payload.reasonBytes.span.bytes)
    }
  }
}

/// What a recording has beside what an event says to a reader of its own.
extension JSONWriter {
  /// A head, byte by byte.
  mutating func raw(_ bytes: [UInt8]) {
    if UTF8Validator.fault(in: bytes.span.bytes) == nil {
      key("raw")
      value(utf8: bytes.span.bytes)
    } else {
      key("rawBase64")
      value(base64: bytes.span.bytes)
    }
  }

  /// All checks of a handshake, and the key that was answered.
  mutating func recorded(_ report: HandshakeReport, _ secrets: HeadSecrets) {
    key("checks")
    array { json in
      for check in report.checks {
        json.object { json in
          json.key("rule")
          json.value(check.rule.id)
          json.key("verdict")
          json.value(check.verdict.word)
          json.key("words")
          json.value(secrets.text(check.words))
          json.key("range")
          json.array { json in
            json.value(check.range.lowerBound)
            json.value(check.range.upperBound)
          }
          if let interim = check.interim {
            json.key("interim")
            json.value(interim)
          }
        }
      }
    }
    if let accept = report.expectedAccept {
      key("acceptKey")
      value(secrets.text(accept.key))
    }
  }

  /// When the connection was begun, and what an ending holds.
  mutating func recorded(_ end: EndSummary, _ secrets: HeadSecrets) {
    key("start")
    value(seconds: end.start)
    switch end.ending {
    case .violated(let violation):
      key("words")
      value(violation.rule.isHandshake ? secrets.text(violation.words) : violation.words)
      key("frameOffset")
      value(violation.frameOffset)
      key("byteOffset")
      value(violation.offset)
      key("byteCount")
      value(violation.range.upperBound - violation.range.lowerBound)
      if let evidence = secrets.evidence(of: violation) {
        key("evidence")
        value(hex: evidence)
      }
    case .refused(_, let body, let fault):
      let text = String(decoding: body, as: UTF8.self)
      let shown = secrets.text(text)
      content(shown == text ? body : Array(shown.utf8), isText: true)
      if let fault {
        key("bodyFault")
        value(fault)
      }
    case .notWebSocket(_, _, let received) where secrets.showsSecrets:
      content(received, isText: true)
    case .lost(_, let remainder?): recorded(remainder)
    default: break
    }
  }

  /// What the end of a stream has cut.
  private mutating func recorded(_ remainder: FrameDecoder.Remainder) {
    key("unfinished")
    object { json in
      switch remainder {
      case .header(let bytes, let offset, let missing):
        json.key("headerPart")
        json.value(hex: bytes)
        json.key("byteOffset")
        json.value(offset)
        json.key("missing")
        json.value(missing)
      case .payload(let header, let missing):
        json.key("header")
        json.value(hex: header.bytes)
        json.key("missing")
        json.value(missing)
      }
    }
  }
}

extension HandshakeCheck.Verdict {
  /// As a recording has it.
  var word: String {
    switch self {
    case .ok: "ok"
    case .failed: "failed"
    case .warned: "warned"
    case .idle: "idle"
    }
  }

  init?(word: String) {
    switch word {
    case "ok": self = .ok
    case "failed": self = .failed
    case "warned": self = .warned
    case "idle": self = .idle
    default: return nil
    }
  }
}
