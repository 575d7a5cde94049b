import NIOSSL

/// What BoringSSL gives as the reason of a failure, taken from the text that NIOSSL has of it.
///
/// `Error: CODE error:HEX:SSL routines:OPENSSL_internal:NAME at FILE:LINE` is all that NIOSSL makes public.
enum TLSReason: Hashable {
  /// The other end sent an alert.
  case alert(TLSAlert)
  /// What was wrong by BoringSSL's own judgement: its name, in small letters with blanks.
  case own(String)
  /// The stream ended.
  case end

  init(_ error: BoringSSLError) {
    switch error {
    case .sslError(let stack), .unknownError(let stack), .invalidSNIName(let stack),
      .failedToSetALPN(let stack):
      self = stack.lazy.compactMap(Self.init).first ?? .own("an error without a name")
    case .zeroReturn, .syscallError: self = .end
    default: self = .own("no progress")
    }
  }

  private init?(_ error: BoringSSLInternalError) {
    if error == .eofDuringHandshake || error == .eofDuringAdditionalCertficiateChainValidation {
      self = .end
      return
    }
    let words = error.description.split(separator: " ", maxSplits: 2)
    guard words.count == 3, let code = UInt32(words[1]) else { return nil }
    // The library is in the upper 8 bits and the reason in the lower 12; an alert is 1000 and its number.
    if code >> 24 == 16, let number = UInt8(exactly: Int(code & 0xFFF) - 1000) {
      self = number == 0 ? .end : .alert(TLSAlert(number: number))
      return
    }
    let name = words[2].split(separator: ":").drop { $0 != "OPENSSL_internal" }.dropFirst().first?.prefix {
      $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_")
    }
    guard let name, !name.isEmpty else { return nil }
    self = .own(name.lowercased().replacing("_", with: " "))
  }
}
