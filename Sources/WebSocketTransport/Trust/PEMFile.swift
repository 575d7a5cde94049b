import NIOSSL
import Synchronization
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
  init(_ path: String) throws(TransportError) { try self.init(path, Self.read(path)) }

  /// The same of a file that was read.
  init(_ path: String, _ bytes: [UInt8]) throws(TransportError) {
    self.path = path
    self.bytes = bytes
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

  /// Whether there is a private key that cannot be read without a passphrase.
  var hasEncryptedKey: Bool { keyBlock.map(Self.isEncrypted) ?? false }

  /// The private key; a `TransportError` says why there is none.
  func privateKey(_ passphrase: Passphrase? = nil) throws(TransportError) -> NIOSSLPrivateKey {
    guard let block = keyBlock else {
      let labels = blocks.prefix(3).map(\.label.clipped).joined(separator: ", ")
      throw Self.error("\(path) holds no private key, only \(labels)")
    }
    guard Self.isEncrypted(block) else {
      do {
        return try NIOSSLPrivateKey(bytes: Array(block.bytes), format: .pem)
      } catch {
        throw Self.error("the key in \(path) is damaged or of a kind that TLS does not use here")
      }
    }
    guard let passphrase else {
      throw Self.error(
        "the key in \(path) is encrypted, and no passphrase was given", remedy: .givePassphrase)
    }
    // NIOSSL ends the process at any other byte.
    guard passphrase.bytes.allSatisfy({ $0 < 0x80 }) else {
      throw Self.error(
        "the passphrase of the key in \(path) has characters outside ASCII, which are not supported for PEM",
        remedy: .decryptKey)
    }
    do {
      return try NIOSSLPrivateKey(bytes: Array(block.bytes), format: .pem) { set in set(passphrase.bytes) }
    } catch {
      throw Self.error("the passphrase does not open the key in \(path)")
    }
  }

  private var keyBlock: (label: String, bytes: ArraySlice<UInt8>)? {
    blocks.first { $0.label.hasSuffix("PRIVATE KEY") }
  }

  private static func isEncrypted(_ block: (label: String, bytes: ArraySlice<UInt8>)) -> Bool {
    let lines = String(decoding: block.bytes.prefix(256), as: UTF8.self)
    return block.label.hasPrefix("ENCRYPTED") || lines.contains("ENCRYPTED\n")
      || lines.contains("ENCRYPTED\r")
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

  /// All of a file; a `TransportError` says why it cannot be read.
  static func read(_ path: String) throws(TransportError) -> [UInt8] {
    // A pipe can be read once, and the same file may hold a certificate and its key.
    let isStream = FileStatus(following: path)?.kind == .pipe
    if isStream, let bytes = streams.withLock({ $0[path] }) { return bytes }
    let bytes = try readAll(path)
    if isStream { streams.withLock { $0[path] = bytes } }
    return bytes
  }

  /// What pipes have brought.
  private static let streams = Mutex<[String: [UInt8]]>([:])

  private static func readAll(_ path: String) throws(TransportError) -> [UInt8] {
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
