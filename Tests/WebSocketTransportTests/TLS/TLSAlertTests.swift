import NIOCore
import NIOPosix
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("Alerts of TLS (RFC 8446 6)")
struct TLSAlertTests {
  /// Answers the first bytes that come with alerts of this level, in the clear, and ends its output.
  private final class Alarm: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let numbers: [UInt8]
    private let level: UInt8

    init(_ numbers: [UInt8], level: UInt8) {
      self.numbers = numbers
      self.level = level
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      for number in numbers {
        let record = ByteBuffer(bytes: [0x15, 3, 3, 0, 2, level, number])
        context.writeAndFlush(wrapOutboundOut(record), promise: nil)
      }
      context.close(mode: .output, promise: nil)
    }
  }

  /// What a client says whose server answers its hello with these alerts.
  private func error(_ numbers: UInt8..., level: UInt8 = 2) async throws -> TransportError? {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { $0.pipeline.addHandler(Alarm(numbers, level: level)) }
      .bind(host: "127.0.0.1", port: 0).get()
    let knock = try await Knock.at(
      try #require(server.localAddress), ClientConfiguration(url: try WebSocketURL("wss://localhost/")))
    try await server.close()
    return knock.fault
  }

  @Test(
    "each has its name and a sentence",
    arguments: [
      (10, "unexpected_message"), (20, "bad_record_mac"), (21, "decryption_failed"), (22, "record_overflow"),
      (30, "decompression_failure"), (40, "handshake_failure"), (41, "no_certificate"),
      (42, "bad_certificate"),
      (43, "unsupported_certificate"), (44, "certificate_revoked"), (45, "certificate_expired"),
      (46, "certificate_unknown"), (47, "illegal_parameter"), (48, "unknown_ca"), (49, "access_denied"),
      (50, "decode_error"), (51, "decrypt_error"), (60, "export_restriction"), (70, "protocol_version"),
      (71, "insufficient_security"), (80, "internal_error"), (86, "inappropriate_fallback"),
      (90, "user_canceled"), (100, "no_renegotiation"), (109, "missing_extension"),
      (110, "unsupported_extension"), (111, "certificate_unobtainable"), (112, "unrecognized_name"),
      (113, "bad_certificate_status_response"), (114, "bad_certificate_hash_value"),
      (115, "unknown_psk_identity"), (116, "certificate_required"), (117, "general_error"),
      (120, "no_application_protocol"), (121, "ech_required"), (1, "unassigned"), (200, "unassigned"),
      (255, "unassigned"),
    ] as [(UInt8, String)])
  func named(number: UInt8, name: String) async throws {
    let error = try #require(try await error(number))
    #expect(error.description.hasPrefix("the server refused TLS: "))
    #expect(error.description.hasSuffix("(alert \(number), \(name))"))
    let isAboutCertificate = (41...46).contains(number) || [48, 49, 116].contains(number)
    #expect(error.code == (isAboutCertificate ? .notTrusted : .tlsFailed))
    #expect(
      error.description.contains("wants a certificate of ours, and none was given")
        == (isAboutCertificate && ![41, 116].contains(number)))
    let other: Remedy? = number == 40 ? .giveCertificateIfDemanded : nil
    let asked: [Remedy?] = [.giveCertificate, .giveOtherCertificate, .giveCertificateIfDemanded]
    #expect(
      asked.first { $0 == error.remedy } ?? nil == (isAboutCertificate ? .giveCertificate : other))
  }

  @Test("what BoringSSL finds itself has words too")
  func notTLS() async throws {
    let knock = try await TestServer().listen { address in
      try await Knock.at(address, ClientConfiguration(url: try WebSocketURL("wss://localhost/")))
    }
    #expect(knock.sentence == "the TLS handshake failed: the answer is not TLS")
  }

  @Test("close_notify is named too", arguments: [1, 2] as [UInt8])
  func closeNotify(level: UInt8) async throws {
    let error = try #require(try await error(0, level: level))
    #expect(error.code == .tlsFailed)
    #expect(
      error.description
        == "the TLS handshake failed: the server ended it and gave no cause (alert 0, close_notify)")
  }

  @Test("and so is its user's, which close_notify may follow")
  func userCanceled() async throws {
    for error in [try await error(90, level: 1), try await error(90, 0, level: 1)] {
      #expect(error?.code == .tlsFailed)
      #expect(
        error?.description
          == "the server refused TLS: its user canceled the handshake (alert 90, user_canceled)")
    }
  }
}
