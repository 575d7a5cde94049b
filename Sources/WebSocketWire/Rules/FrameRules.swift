/// What a header alone, and its place among the fragments, can do wrong (RFC 6455 5).
///
/// Every fault of a header is collected before anyone acts on one.
package struct FrameRules: Sendable {
  /// Who sends.
  package let sender: WebSocketRole
  package let limits: Limits
  /// Whether permessage-deflate was agreed on, so that RSV1 marks a compressed message (RFC 7692 6).
  package let deflates: Bool

  package init(sender: WebSocketRole, limits: Limits = Limits(), deflates: Bool = false) {
    self.sender = sender
    self.limits = limits
    self.deflates = deflates
  }

  /// All violations of a frame that begins at `offset`, most severe cause first in the order of the bits on the wire.
  /// `messageLength` is what the open message holds before this frame; nil where that is not for a header to say.
  package func violations(
    of header: FrameHeader, at offset: UInt64, place: FragmentPosition, messageLength: UInt64?
  ) -> [Violation] {
    if allow(header, place, messageLength) { return [] }
    var found: [Violation] = []
    func report(_ rule: Rule, _ bytes: Range<Int>, _ words: String) {
      found.append(
        Violation(
          rule, frameOffset: offset, range: UInt64(bytes.lowerBound)..<UInt64(bytes.upperBound),
          evidence: bytes.map { header[$0] }, words: words))
    }
    let opcode = header.opcode
    let length = header.payloadLength
    let lengthBytes = HeaderField.extendedLength.bytes(in: header) ?? 1..<2

    if deflates, header.reserved == .rsv1 {
      if !place.beginsMessage {
        report(
          .compressedBit, 0..<1,
          "RSV1 is 1 in a \(opcode.isControl ? "control" : opcode.name.lowercased()) frame, and marks no message there"
        )
      }
    } else if !header.reserved.isEmpty {
      report(
        .reservedBits, 0..<1,
        "RSV is \(header.reserved.digits), and "
          + (deflates ? "permessage-deflate explains RSV1 alone" : "no extension was negotiated"))
    }
    if opcode.isReserved {
      report(.reservedOpcode, 0..<1, "opcode \(HeaderField.opcode.value(in: header)) has no meaning yet")
    }
    if opcode.isControl, !header.isFinal {
      report(.controlFragmented, 0..<1, "a control frame with FIN 0")
    }
    switch place {
    case .unexpectedContinuation:
      report(.continuationWithoutStart, 0..<1, "a continuation, and no message is open")
    case .interruption(let kind, let open):
      report(.messageInterrupted, 0..<1, "a \(kind) message begins inside a fragmented \(open) message")
    case .control, .start, .middle: break
    }
    switch (sender, header.isMasked) {
    case (.client, false): report(.maskRequired, 1..<2, "MASK is 0 in a frame from the client")
    case (.server, true): report(.maskForbidden, 1..<2, "MASK is 1 in a frame from the server")
    default: break
    }
    if opcode.isControl, length > 125 {
      report(.controlTooLong, lengthBytes, "\(length) bytes in a control frame, where 125 are the most")
    }
    if length >> 63 == 1 {
      report(.lengthTopBit, 2..<10, "the top bit of the length is 1")
    } else if header.lengthForm > LengthForm(minimalFor: length) {
      let fitting = LengthForm(minimalFor: length).rawValue
      report(
        .lengthNotMinimal, lengthBytes, "\(length) fits in \(fitting) bits, and the shortest form is required"
      )
    }
    if let most = limits.frame, length > most {
      report(.frameTooBig, lengthBytes, "a frame of \(length) bytes, where the limit is \(most)")
    }
    if let most = limits.message, let total = total(header, place, messageLength), total > most {
      report(.messageTooBig, lengthBytes, "a message of \(total) bytes or more, where the limit is \(most)")
    }
    return found
  }

  /// Whether there is nothing to report, in a few comparisons.
  func allow(_ header: FrameHeader, _ place: FragmentPosition, _ messageLength: UInt64?) -> Bool {
    isPlain(header, place) && fitsLimits(header, place, messageLength)
  }

  /// What the message of an unmasked frame is if the frame is all of it, not compressed, and breaks no rule; else nil.
  func wholeMessage(_ header: FrameHeader) -> MessageKind? {
    guard header.isFinal, header.reserved.isEmpty, !header.isMasked, let kind = MessageKind(header.opcode),
      allow(header, .start(kind), 0)
    else { return nil }
    return kind
  }

  /// What the message holds with this frame, at most 2^64-1; nil where that is not for the header to say.
  private func total(
    _ header: FrameHeader, _ place: FragmentPosition, _ messageLength: UInt64?
  ) -> UInt64? {
    guard let messageLength, place.kind != nil else { return nil }
    let (total, overflow) = messageLength.addingReportingOverflow(header.payloadLength)
    return overflow ? .max : total
  }

  private func fitsLimits(
    _ header: FrameHeader, _ place: FragmentPosition, _ messageLength: UInt64?
  ) -> Bool {
    if let most = limits.frame, header.payloadLength > most { return false }
    guard let most = limits.message, let total = total(header, place, messageLength) else { return true }
    return total <= most
  }

  /// The common case, in a few comparisons: nothing to report whatever the limits.
  private func isPlain(_ header: FrameHeader, _ place: FragmentPosition) -> Bool {
    let opcode = header.opcode
    switch place {
    case .unexpectedContinuation, .interruption: return false
    case .control, .start, .middle: break
    }
    let isCompressed = deflates && place.beginsMessage
    return header[0] & (isCompressed ? 0x30 : 0x70) == 0 && !opcode.isReserved
      && header.lengthForm == LengthForm(minimalFor: header.payloadLength) && header.payloadLength >> 63 == 0
      && header.isMasked == (sender == .client)
      && (!opcode.isControl || header.isFinal && header.payloadLength <= 125)
  }
}
