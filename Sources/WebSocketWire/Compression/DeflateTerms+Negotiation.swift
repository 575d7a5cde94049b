extension DeflateTerms {
  /// A server's answer to the first offer that it can accept (RFC 7692 5.1); nil to go without compression.
  ///
  /// `wanted` is what the server would like. It binds itself as it likes, but the client's window only where the client has said
  /// that it would obey.
  package static func answer(to offers: [ExtensionElement], wanted: DeflateTerms = .default) -> DeflateTerms?
  {
    for element in offers {
      guard let offer = try? DeflateTerms(element, in: .offer) else { continue }
      return offer.answered(wanted)
    }
    return nil
  }

  private func answered(_ wanted: DeflateTerms) -> DeflateTerms {
    var answer = self
    answer.serverNoContextTakeover = serverNoContextTakeover || wanted.serverNoContextTakeover
    answer.clientNoContextTakeover = clientNoContextTakeover || wanted.clientNoContextTakeover
    answer.serverMaxWindowBits = [serverMaxWindowBits, wanted.serverMaxWindowBits].compactMap { $0 }.min()
    switch (clientMaxWindowBits, wanted.clientMaxWindowBits) {
    case (.any, .bits(let bits)): answer.clientMaxWindowBits = .bits(bits)
    case (.bits(let most), .bits(let bits)): answer.clientMaxWindowBits = .bits(min(most, bits))
    case (.any, _): answer.clientMaxWindowBits = nil
    case (.bits, _), (nil, _): break
    }
    return answer
  }

  /// What a client and a server have agreed on when the server answers these offers so; fails with the reason why it may not
  /// (RFC 7692 7.1).
  package static func agree(
    _ element: ExtensionElement, to offers: [DeflateTerms]
  ) throws(DeflateRefusal) -> NegotiatedDeflate {
    let answer = try DeflateTerms(element, in: .answer)
    var refusal = DeflateRefusal("RFC 7692 5.1", "\(name) was not offered")
    for offer in offers {
      if let reason = offer.objection(to: answer) {
        refusal = reason
      } else {
        return NegotiatedDeflate(answer: answer, to: offer)
      }
    }
    throw refusal
  }

  /// Why an answer does not fit this offer; nil if it does.
  private func objection(to answer: DeflateTerms) -> DeflateRefusal? {
    if serverNoContextTakeover, !answer.serverNoContextTakeover {
      return DeflateRefusal("RFC 7692 7.1.1.1", "server_no_context_takeover was asked for and is missing")
    }
    if let most = serverMaxWindowBits {
      guard let bits = answer.serverMaxWindowBits else {
        return DeflateRefusal("RFC 7692 7.1.2.1", "server_max_window_bits was asked for and is missing")
      }
      if bits > most {
        return DeflateRefusal(
          "RFC 7692 7.1.2.1", "server_max_window_bits is \(bits), and \(most) was asked for")
      }
    }
    switch (answer.clientMaxWindowBits, clientMaxWindowBits) {
    case (.some, nil):
      return DeflateRefusal("RFC 7692 7.1.2.2", "client_max_window_bits is set, and was not offered")
    case (.bits(let bits), .bits(let most)) where bits > most:
      return DeflateRefusal("RFC 7692 7.1.2.2", "client_max_window_bits is \(bits), and \(most) was offered")
    default: return nil
    }
  }
}
