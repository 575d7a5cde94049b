/// Who a TLS server is: paths of two PEM files.
public struct ServerIdentity: Hashable, Sendable {
  public var certificateChain: String
  public var privateKey: String

  public init(certificateChain: String, privateKey: String) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
  }
}
