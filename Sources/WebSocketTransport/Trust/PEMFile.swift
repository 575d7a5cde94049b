import NIOSSL
import SystemCalls
import WebSocketWire

/// A file of PEM blocks (RFC 7468), read whole.
struct PEMFile {
  let path: String
  private let bytes: [UInt8]
  /// Each block's label and lines, in order.
  private let blocks: [(label: String, bytes: ArraySlice<UInt8>)]

  /// More is not read; the certificates of a whole system take 256 KiB.
  private static let limit = 16 << 20
  private static let certificateLabels = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"]

  /// Reads the file; a `TransportError` says what it is when it is not PEM.
  init(_ path: String) throws(TransportError) {
    self.path = path
    bytes = try Self.read(path)
    if bytes.isEmpty { throw Self.error("\(path) is empty; a PEM file is expected") }
    blocks = Self.split(bytes)
    guard blocks.isEmpty else { return }
    // Both begin with an ASN.1 sequence of more than 127 bytes.
    if bytes[0] == 0x30, bytes.count > 1, bytes[1] >= 0x80 {
      throw Self.error(
        "\(path) is in DER or PKCS #12; a PEM file is expected",
        remedy: .convertToPEM)
    }
    throw Self.error("\(path) is not a PEM file: it has no -----BEGIN line with its -----END")
  }

  /// The certificates that can be read.
  var certificates: [NIOSSLCertificate] {
    certificateBlocks.compactMap { try? NIOSSLCertificate(bytes: Array($0), format: .pem) }
  }

  /// The certificates in DER, without a look at them; a block that is not base64 is left out.
  var encodedCertificates: [[UInt8]] {
    blocks.compactMap { label, bytes in
      // In a trusted one settings of OpenSSL's follow, which may say that it is not trusted, and nothing here reads them.
      guard Self.certificateLabels.contains(label), label != "TRUSTED CERTIFICATE" else { return nil }
      let lines = bytes.split { $0 == 0x0A || $0 == 0x0D }
      let text = lines.dropFirst().dropLast().joined().filter { $0 > 0x20 }
      return Base64.decode(String(decoding: text, as: UTF8.self))
    }
  }

  /// All certificates, of which there is at least one; a `TransportError` says which cannot be read.
  func chain() throws(TransportError) -> [NIOSSLCertificate] {
    let found = certificateBlocks
    if found.isEmpty {
      let labels = blocks.prefix(3).map(\.label.clipped).joined(separator: ", ")
      throw Self.error("\(path) holds no certificate, only \(labels)")
    }
    var chain: [NIOSSLCertificate] = []
    for (index, block) in found.enumerated() {
      do {
        chain.append(try NIOSSLCertificate(bytes: Array(block), format: .pem))
      } catch {
        throw Self.error("certificate \(index + 1) of \(found.count) in \(path) is damaged")
      }
    }
    return chain
  }

  /// The private key; a `TransportError` says why there is none.
  func privateKey() throws(TransportError) -> NIOSSLPrivateKey {
    guard let block = blocks.first(where: { $0.label.hasSuffix("PRIVATE KEY") }) else {
      let labels = blocks.prefix(3).map(\.label.clipped).joined(separator: ", ")
      throw Self.error("\(path) holds no private key, only \(labels)")
    }
    let lines = String(decoding: block.bytes.prefix(256), as: UTF8.self)
    if block.label.hasPrefix("ENCRYPTED") || lines.contains("ENCRYPTED\n") || lines.contains("ENCRYPTED\r") {
      throw Self.error(
        "the key in \(path) is encrypted, expected one that is not",
        remedy: .decryptKey)
    }
    do {
      return try NIOSSLPrivateKey(bytes: Array(block.bytes), format: .pem)
    } catch {
      throw Self.error("the key in \(path) is damaged or of a kind that TLS does not use here")
    }
  }

  private var certificateBlocks: [ArraySlice<UInt8>] {
    blocks.filter { Self.certificateLabels.contains($0.label) }.map(\.bytes)
  }

  private static func split(_ bytes: [UInt8]) -> [(label: String, bytes: ArraySlice<UInt8>)] {
    var blocks: [(label: String, bytes: ArraySlice<UInt8>)] = []
    var open: (label: String, start: Int)?
    var next = bytes.startIndex
    while next < bytes.endIndex {
      let end = bytes[next...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.endIndex
      let line = bytes[next..<end]
      next = end + 1
      guard line.starts(with: "-----".utf8) else { continue }
      let text = String(decoding: line, as: UTF8.self)
      if let label = Self.label(text, after: "-----BEGIN ") {
        open = (label, line.startIndex)
      } else if let label = Self.label(text, after: "-----END "), let begun = open, begun.label == label {
        // The last line's end belongs to the block, for readers want it.
        blocks.append((label, bytes[begun.start..<min(line.endIndex + 1, bytes.count)]))
        open = nil
      }
    }
    return blocks
  }

  private static func label(_ line: String, after mark: String) -> String? {
    guard line.hasPrefix(mark), let end = line.dropFirst(mark.count).firstRange(of: "-----") else {
      return nil
    }
    return String(line.dropFirst(mark.count)[..<end.lowerBound])
  }

  private static func read(_ path: String) throws(TransportError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65536)
    while true {
      let (count, code) = block.withUnsafeMutableBytes {
        Transfer.read(descriptor, into: $0, whenBusy: .wait)
      }
      guard code == 0 else { throw unreadable(path, code) }
      if count == 0 { return bytes }
      bytes += block[..<count]
      if bytes.count > limit { throw error("\(path) is longer than any file of certificates and keys") }
    }
  }

  private static func unreadable(_ path: String, _ code: Int32) -> TransportError {
    error("\(path) cannot be read: \(SystemError.words(code))")
  }

  private static func error(_ sentence: String, remedy: Remedy? = nil) -> TransportError {
    TransportError(.badCredentials, sentence, remedy: remedy)
  }
}
