import NIOCore
import NIOSSL
import SystemCalls
import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("What an error in the pipeline means")
struct TLSErrorTests {
  /// The kind and the sentence; hints depend on the command.
  private static func sorted(
    _ error: any Error, at moment: TLSErrorMapping.Moment, role: WebSocketRole = .client,
    distrust: TransportError? = nil
  ) -> String {
    switch TLSErrorMapping(role: role, distrust: distrust).sort(error, at: moment) {
    case .ignore: "ignored"
    case .failure(let error): "\(error.code): \(error.description)"
    case .stream(let words): "stream: \(words)"
    }
  }

  @Test("an alert about a certificate is about ours where there is one")
  func alertAboutCertificate() {
    let alert = TLSAlert(number: 48)
    #expect(
      alert.sentence(versions: "TLS 1.3", hasCertificate: true)
        == "it does not know the authority of our certificate (alert 48, unknown_ca)")
    #expect(
      alert.sentence(versions: "TLS 1.3", hasCertificate: false)
        == "it wants a certificate of ours, and none was given (alert 48, unknown_ca)")
  }

  private static let moments: [TLSErrorMapping.Moment] = [.tlsHandshake, .opening, .later]

  @Test("an end without close_notify is none of its own", arguments: moments)
  func uncleanShutdown(moment: TLSErrorMapping.Moment) {
    #expect(Self.sorted(NIOSSLError.uncleanShutdown, at: moment) == "ignored")
  }

  @Test("our own error stays as it is", arguments: moments)
  func ownError(moment: TLSErrorMapping.Moment) {
    let error = TransportError(.badCredentials, "the key is damaged")
    #expect(Self.sorted(error, at: moment) == "badCredentials: the key is damaged")
  }

  @Test("a broken stream has the system's words", arguments: moments)
  func system(moment: TLSErrorMapping.Moment) {
    let error = IOError(errnoCode: ECONNRESET, reason: "read")
    #expect(Self.sorted(error, at: moment) == "stream: connection reset by peer")
  }

  @Test("what is unknown is a broken stream", arguments: moments)
  func unknown(moment: TLSErrorMapping.Moment) {
    #expect(Self.sorted(ChannelError.eof, at: moment) == "stream: \(ChannelError.eof)")
  }

  @Test(
    "an end of the stream inside the handshake is TLS that failed",
    arguments: [BoringSSLError.zeroReturn, .syscallError])
  func endInHandshake(error: BoringSSLError) {
    for wrapped in [error as any Error, NIOSSLError.handshakeFailed(error)] {
      #expect(
        Self.sorted(wrapped, at: .tlsHandshake)
          == "tlsFailed: the TLS handshake failed: the stream ended before it was done")
    }
  }

  @Test("and after it a broken stream", arguments: [TLSErrorMapping.Moment.opening, .later])
  func endAfterHandshake(moment: TLSErrorMapping.Moment) {
    #expect(
      Self.sorted(NIOSSLError.shutdownFailed(.zeroReturn), at: moment)
        == "stream: the stream ended inside TLS")
  }

  @Test("what the verification has found says more than the library's error")
  func distrust() {
    let distrust = TransportError(.notTrusted, "the certificate is for another host")
    #expect(
      Self.sorted(NIOSSLError.handshakeFailed(.zeroReturn), at: .tlsHandshake, distrust: distrust)
        == "notTrusted: the certificate is for another host")
    #expect(
      Self.sorted(BoringSSLError.zeroReturn, at: .later, distrust: distrust)
        == "stream: the stream ended inside TLS")
  }

  @Test("a call that the state does not allow is reported as TLS that broke")
  func state() {
    #expect(
      Self.sorted(NIOSSLError.cannotMatchULabel, at: .later)
        == "stream: TLS broke: its state does not allow this")
    #expect(
      Self.sorted(NIOSSLError.cannotMatchULabel, at: .tlsHandshake, role: .server)
        == "tlsFailed: the TLS handshake failed: its state does not allow this")
  }

  @Test("an operation that makes no progress is not an end")
  func noProgress() {
    #expect(
      Self.sorted(BoringSSLError.wantRead, at: .tlsHandshake)
        == "tlsFailed: the TLS handshake failed: no progress")
  }
}
