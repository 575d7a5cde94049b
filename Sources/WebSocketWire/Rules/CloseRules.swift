/// What the body of a Close frame can do wrong (RFC 6455 5.5.1, 7.4).
package enum CloseRules {
  /// All violations of a Close frame's payload, unmasked, after a header of `headerCount` bytes at `offset`. Where the payload is only
  /// the start of a longer one, a scalar that is cut at its end is not a fault.
  package static func violations(
    of payload: [UInt8], isWhole: Bool = true, headerCount: Int, at offset: UInt64
  ) -> [Violation] {
    let base = UInt64(headerCount)
    func violation(_ rule: Rule, _ range: Range<Int>, _ words: String) -> Violation {
      Violation(
        rule, frameOffset: offset, range: base + UInt64(range.lowerBound)..<base + UInt64(range.upperBound),
        evidence: Array(payload[range]), words: words)
    }
    if payload.count == 1, isWhole {
      return [violation(.closeBodyOneByte, 0..<1, "one byte is not a code")]
    }
    let body = ClosePayload(payload: payload)
    var found: [Violation] = []
    if let code = body.code, !code.isSendable {
      found.append(
        violation(
          .closeCodeForbidden, 0..<2, "\(code.rawValue) (\(code.words)) must not appear in a Close frame"))
    }
    var reason = UTF8Validator()
    if let fault = reason.append(body.reasonBytes.span.bytes) ?? (isWhole ? reason.finish() : nil) {
      found.append(
        violation(.closeReasonNotUTF8, 2 + Int(fault.start)..<2 + Int(fault.end), "the reason is not UTF-8"))
    }
    return found
  }
}
