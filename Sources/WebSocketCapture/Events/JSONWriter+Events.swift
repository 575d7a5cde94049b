import WebSocketWire

/// Members that several events have.
extension JSONWriter {
  /// Who sent it, if that is known.
  mutating func sender(_ sender: WebSocketRole?) {
    guard let sender else { return }
    key("sender")
    value(sender == .client ? "client" : "server" as StaticString)
  }

  /// `text` for what is meant as text and is UTF-8, else `base64`.
  mutating func content(_ bytes: [UInt8], isText: Bool) {
    if isText, UTF8Validator.fault(in: bytes.span.bytes) == nil {
      key("text")
      value(utf8: bytes.span.bytes)
    } else {
      key("base64")
      value(base64: bytes.span.bytes)
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
