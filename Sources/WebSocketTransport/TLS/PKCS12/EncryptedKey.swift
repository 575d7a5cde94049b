import CryptoExtras
import NIOSSL
import SwiftASN1

/// A private key under a passphrase (RFC 5958 3).
struct EncryptedKey {
  let node: ASN1Node

  /// The key, opened with a passphrase that is nil for none; throws where it is not the right one, or the encryption is not known.
  func open(_ passphrase: [UInt8]?) throws -> NIOSSLPrivateKey {
    let scheme = try EncryptionScheme(node)
    // PBES2 knows no difference between none and an empty one; the older schemes do.
    guard let passphrase = passphrase ?? (scheme.isPBES2 ? [] : nil) else {
      throw ASN1Error.invalidASN1Object(reason: "a scheme that is not opened without a passphrase")
    }
    // NIOSSL ends the process at a byte outside ASCII.
    guard passphrase.allSatisfy({ $0 < 0x80 }) else {
      return try NIOSSLPrivateKey(bytes: scheme.decrypt(passphrase), format: .der)
    }
    // NIOSSL opens an encrypted key in PEM alone.
    let document = PEMDocument(type: "ENCRYPTED PRIVATE KEY", derBytes: Array(node.encodedBytes))
    return try NIOSSLPrivateKey(bytes: Array(document.pemString.utf8), format: .pem) { set in set(passphrase)
    }
  }
}

/// How the key is encrypted, as far as PBES2 with PBKDF2 and AES in CBC mode (RFC 8018 6.2, A.4, B.2.5) says it.
private struct EncryptionScheme {
  let isPBES2: Bool
  private let parameters: ASN1Node?
  private let octets: [UInt8]

  init(_ node: ASN1Node) throws {
    let parts = try PKCS12File.children(node)
    guard parts.count == 2 else { throw ASN1Error.invalidASN1Object(reason: "no encrypted key") }
    let algorithm = try PKCS12File.children(parts[0])
    isPBES2 = try PKCS12File.kind(of: parts[0]) == [1, 2, 840, 113_549, 1, 5, 13]
    parameters = algorithm.count > 1 ? algorithm[1] : nil
    octets = Array(try ASN1OctetString(berEncoded: parts[1]).bytes)
  }

  /// The key in DER.
  func decrypt(_ passphrase: [UInt8]) throws -> [UInt8] {
    guard isPBES2, let parameters else {
      throw ASN1Error.invalidASN1Object(reason: "a scheme that is not PBES2")
    }
    let functions = try PKCS12File.children(parameters)
    guard functions.count == 2, try PKCS12File.kind(of: functions[0]) == [1, 2, 840, 113_549, 1, 5, 12] else {
      throw ASN1Error.invalidASN1Object(reason: "a key derivation that is not PBKDF2")
    }
    let cipher = try PKCS12File.kind(of: functions[1])
    guard let keySize = Self.keySizes[cipher] else {
      throw ASN1Error.invalidASN1Object(reason: "a cipher that is not AES in CBC mode")
    }
    let derivation = try Derivation(PKCS12File.children(functions[0])[1...].first)
    let vector = try PKCS12File.children(functions[1])[1...].first.map { try ASN1OctetString(berEncoded: $0) }
    let key = try KDF.Insecure.PBKDF2.deriveKey(
      from: passphrase, salt: derivation.salt, using: derivation.function, outputByteCount: keySize,
      unsafeUncheckedRounds: derivation.rounds)
    return Array(
      try AES._CBC.decrypt(octets, using: key, iv: AES._CBC.IV(ivBytes: Array(vector?.bytes ?? []))))
  }

  /// Bytes in the keys of AES-128, AES-192 and AES-256 in CBC mode.
  private static let keySizes: [ASN1ObjectIdentifier: Int] = [
    [2, 16, 840, 1, 101, 3, 4, 1, 2]: 16, [2, 16, 840, 1, 101, 3, 4, 1, 22]: 24,
    [2, 16, 840, 1, 101, 3, 4, 1, 42]: 32,
  ]
}

/// The parameters of PBKDF2 (RFC 8018 A.2).
private struct Derivation {
  let salt: [UInt8]
  let rounds: Int
  let function: KDF.Insecure.PBKDF2.HashFunction

  init(_ node: ASN1Node?) throws {
    let parts = try node.map(PKCS12File.children) ?? []
    guard parts.count > 1 else { throw ASN1Error.invalidASN1Object(reason: "no parameters of PBKDF2") }
    salt = Array(try ASN1OctetString(berEncoded: parts[0]).bytes)
    rounds = try PKCS12File.iterations(parts[1])
    // Where it is left out, it is HMAC with SHA-1. A key length may come before it.
    guard let name = parts[2...].last(where: { $0.identifier == .sequence }) else {
      function = .insecureSHA1
      return
    }
    guard let function = Self.functions[try PKCS12File.kind(of: name)] else {
      throw ASN1Error.invalidASN1Object(reason: "a hash that is not known")
    }
    self.function = function
  }

  /// HMAC with SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512 (RFC 8018 B.1).
  private static let functions: [ASN1ObjectIdentifier: KDF.Insecure.PBKDF2.HashFunction] = [
    [1, 2, 840, 113_549, 2, 7]: .insecureSHA1, [1, 2, 840, 113_549, 2, 8]: .insecureSHA224,
    [1, 2, 840, 113_549, 2, 9]: .sha256, [1, 2, 840, 113_549, 2, 10]: .sha384,
    [1, 2, 840, 113_549, 2, 11]: .sha512,
  ]
}
