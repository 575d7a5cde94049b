import WebSocketWire

/// What went wrong, and how a connection ended.
extension RecordedLine {
  func violation() throws(RecordingFault) -> Violation {
    let id = others["rule"]?.text ?? ""
    guard let rule = Rule(rawValue: id) else {
      throw RecordingFault("the rule \(id.quoted)", expected: "one of wscope-rules(7)")
    }
    let start = byteOffset ?? 0
    let frameOffset = others["frameOffset"]?.integer ?? 0
    guard frameOffset <= start, let count = (others["byteCount"] ?? .number(JSONNumber("0"))).integer,
      !(start - frameOffset).addingReportingOverflow(count).overflow
    else {
      throw RecordingFault("a violation at no place", expected: "byteOffset and byteCount of its bytes")
    }
    let evidence = others["evidence"]?.bytes.flatMap { Hex.bytes(packed: $0) } ?? []
    return Violation(
      rule, frameOffset: frameOffset, range: start - frameOffset..<start - frameOffset + count,
      evidence: evidence, words: rule.restored(others["words"]?.text ?? "", clause: others["clause"]?.text))
  }

  func failure() throws(RecordingFault) -> RecordedEvent {
    guard let status = others["status"]?.integer.flatMap({ Int32(exactly: $0) }),
      let sentence = others["sentence"]?.text
    else { throw RecordingFault("an error without status or sentence", expected: "both") }
    return .failed(
      EventFailure(
        status: status, sentence: sentence, hint: others["hint"]?.text,
        details: (others["details"]?.elements ?? []).compactMap(\.text)), retry: others["retryIn"]?.seconds)
  }

  func note() throws(RecordingFault) -> CaptureNote {
    let passed = others["passed"]?.integer ?? 0
    switch others["state"]?.text {
    case "guessed": return .guessed
    case "missing": return .gap(others["size"]?.integer ?? 0, offset: byteOffset ?? 0)
    case "resumed": return .resumed(offset: byteOffset ?? 0, passed: passed)
    case "unresumed": return .unresumed(passed: passed)
    default: throw RecordingFault("a gap without a state", expected: "guessed, missing, resumed or unresumed")
    }
  }

  /// `handshake` is the last one of the connection.
  func ending(_ word: String, _ handshake: HandshakeReport?) throws(RecordingFault) -> ConnectionEnd {
    switch word {
    case "closed": return .closed(try closePayload(), by: try role("by"))
    case "violated": return .violated(try violation())
    case "refused":
      return .refused(
        try needed(handshake).response ?? HTTPHead([]), body: content ?? [],
        bodyFault: others["bodyFault"]?.text)
    case "notWebSocket": return .notWebSocket([], handshake, received: content ?? [])
    case "declined":
      return .declined(
        try needed(handshake), status: others["httpStatus"]?.integer.flatMap { Int(exactly: $0) } ?? 0,
        words: others["choice"]?.text ?? "")
    case "served": return .served(try needed(handshake))
    case "lost", "lostInHandshake":
      return .lost(duringHandshake: word != "lost", unfinished: try others["unfinished"]?.remainder())
    case "aborted": return .abandoned
    case "closeIgnored": return .closeIgnored
    case "timedOut":
      guard let deadline = others["deadline"]?.text.flatMap({ Deadline(rawValue: $0) }) else {
        throw RecordingFault("a deadline that is none", expected: "handshake, refusal, close or streamEnd")
      }
      return .timedOut(deadline)
    default: throw RecordingFault("the ending \(word.quoted)", expected: "one of wscope-events(5)")
    }
  }

  private func needed(_ handshake: HandshakeReport?) throws(RecordingFault) -> HandshakeReport {
    guard let handshake else {
      throw RecordingFault("an ending without its handshake", expected: "a handshake before")
    }
    return handshake
  }

  private func role(_ name: String) throws(RecordingFault) -> WebSocketRole {
    guard let role = others[name]?.text.flatMap({ WebSocketRole(rawValue: $0) }) else {
      throw RecordingFault("a close by no one", expected: "client or server in \(name.quoted)")
    }
    return role
  }

  private func closePayload() throws(RecordingFault) -> ClosePayload {
    guard let code = others["code"], code != .null else { return ClosePayload() }
    guard let number = code.integer.flatMap({ UInt16(exactly: $0) }) else {
      throw RecordingFault("a code that is none", expected: "a number of 0 to 65535")
    }
    let reason = others["reason"]?.bytes ?? others["reasonBase64"]?.text.flatMap { Base64.decode($0) } ?? []
    return ClosePayload(payload: [UInt8(number >> 8), UInt8(number & 0xFF)] + reason)
  }
}

extension JSONValue {
  fileprivate func remainder() throws(RecordingFault) -> FrameDecoder.Remainder? {
    if self == .null { return nil }
    let missing = self["missing"]?.integer ?? 0
    if let part = self["headerPart"]?.bytes.flatMap({ Hex.bytes(packed: $0) }),
      part.count < FrameHeader.maximumCount
    {
      return .header(part, offset: self["byteOffset"]?.integer ?? 0, missing: Int(clamping: missing))
    }
    guard let header = self["header"]?.bytes.flatMap({ Hex.bytes(packed: $0) }).flatMap({ FrameHeader($0) })
    else {
      throw RecordingFault("an unfinished frame without its header", expected: "\"header\" or \"headerPart\"")
    }
    return .payload(header, missing: missing)
  }
}
