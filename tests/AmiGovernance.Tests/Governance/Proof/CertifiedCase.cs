using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckCertificate;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>Documents with the certificate that `prove` wrote of them.</summary>
internal sealed class CertifiedCase
{
    private const string Path = "certificate.json";

    private readonly SortedDictionary<string, byte[]> files;

    private CertifiedCase(SortedDictionary<string, byte[]> files) => this.files = files;

    /// <summary>
    /// A configuration with every kind of entry: principals of one account and of all, users, creators, aliases, services.
    /// </summary>
    public const string Everything = """
        {
          "ops_publisher_account": [ { "account_id": "123456738923" }, { "account_id": "111122223333", "may_create_images": false } ],
          "vendor_publisher_accounts": [ { "account_id": "444455556666" } ],
          "publisher_aliases": [ "aws_marketplace" ],
          "managed_services": [ { "service": "eks_auto_mode", "account_ids": [ "888899990000", "888899991111" ] } ],
          "break_glass_principals": [
            { "arn": "arn:aws:iam::444455556666:role/Rescue" },
            { "arn": "arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/*Rescue*" }
          ],
          "image_creation_roles": [ { "arn": "arn:*:iam::*:role/service-role/Backup", "service": "aws_backup" } ],
          "exception_accounts": [
            { "account_id": "222233334444", "expires_on": "2026-03-01", "usable_by": [ "333344445555", "555566667777" ] },
            { "account_id": "666677778888", "expires_on": "2026-03-01" },
            { "account_id": "777788889999", "expires_on": "2026-02-01", "may_create_images": true },
            { "account_id": "999900001111", "expires_on": "2025-12-01", "may_create_images": true }
          ],
          "policy_config": { "snapshot_block_public_access": "block_new_sharing" }
        }
        """;

    /// <summary>The same with roles that launch what their account owns: of all accounts, and of two.</summary>
    public static string Restoring => Changed(Everything, Restore);

    /// <summary>The same with copies of listed images only.</summary>
    public static string Copying => Changed(Everything, c => c["policy_config"]!["deny_foreign_image_copies"] = true);

    /// <summary>Whatever there is at once.</summary>
    public static string RestoringAndCopying =>
        Changed(
            Copying,
            c =>
            {
                Restore(c);
                c["policy_config"]!["deny_content_export"] = true;
            }
        );

    /// <summary>Principals of single accounts, which own images that the list has and does not have.</summary>
    public const string Narrow = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "break_glass_principals": [ { "arn": "arn:aws:iam::444455556666:role/Rescue" } ],
          "image_creation_roles": [ { "arn": "arn:aws:iam::222233334444:role/Backup" } ],
          "restore_roles": [ { "arn": "arn:aws:iam::555566667777:role/Restore" } ],
          "exception_accounts": [
            { "account_id": "222233334444", "expires_on": "2026-03-01", "usable_by": [ "333344445555", "555566667777" ] },
            { "account_id": "777788889999", "expires_on": "2026-02-01", "may_create_images": true }
          ],
          "policy_config": { "deny_foreign_image_copies": true }
        }
        """;

    private static void Restore(JsonNode config) =>
        config["restore_roles"] = JsonNode.Parse(
            """
            [
              { "arn": "arn:*:iam::*:role/service-role/Restore*", "service": "aws_backup" },
              { "arn": "arn:aws:iam::222233334444:role/Cutover" },
              { "arn": "arn:aws:iam::121212121212:role/Cutover" }
            ]
            """
        );

    private static string Changed(string config, Action<JsonNode> change)
    {
        var changed = JsonNode.Parse(config)!;
        change(changed);
        return changed.ToJsonString();
    }

    /// <summary>What may be left out is.</summary>
    public const string Nothing = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "policy_config": { "block_public_ami_sharing": false, "deny_ami_creation_in_workloads": false }
        }
        """;

    /// <summary>As many publishers as people have, and exceptions most of which have ended.</summary>
    public static string Many(int publishers, int exceptions)
    {
        var vendors = Enumerable.Range(1, publishers - 1).Select(i => $$"""{ "account_id": "1{{i:D11}}" }""");
        var entries = Enumerable
            .Range(0, exceptions)
            .Select(i => $$"""{ "account_id": "2{{i:D11}}", "expires_on": "{{EndOf(i)}}" {{Extra(i)}} }""");
        return $$"""
            {
              "ops_publisher_account": { "account_id": "123456738923" },
              "vendor_publisher_accounts": [ {{string.Join(", ", vendors)}} ],
              "exception_accounts": [ {{string.Join(", ", entries)}} ]
            }
            """;
    }

    private static string EndOf(int i) => i % 10 == 0 ? $"2026-0{2 + i % 7}-15" : $"2025-1{i % 3}-{1 + i % 28:D2}";

    private static string Extra(int i) =>
        (i % 100) switch
        {
            0 => """, "may_create_images": true""",
            50 => $$""", "usable_by": [ "3{{i:D11}}" ]""",
            _ => "",
        };

    public static CertifiedCase Of(string config, string mode)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, config);
        var generated = amigov.Run("generate", "--mode", mode);
        Assert.True(generated.ExitCode == 0, generated.Error);
        var proven = amigov.Run("prove", "--certificate", Path);
        Assert.True(amigov.Files.Exists(Path), proven.Error);
        return new CertifiedCase(amigov.Files.Files);
    }

    public int Size => files[Path].Length;

    public JsonNode Certificate => Parse(files[Path]);

    public JsonNode Config => Parse(files[Samples.ConfigPath]);

    public JsonNode Declarative => Parse(files[$"dist/{CheckCertificate.Declarative.Name}"]);

    /// <summary>By their names in the folder.</summary>
    public IEnumerable<(string Name, JsonNode Policy)> Policies =>
        files
            .Where(f => f.Key.StartsWith("dist/scp-", StringComparison.Ordinal))
            .Select(f => (f.Key["dist/".Length..], Parse(f.Value)));

    /// <summary>The same with other documents, their hashes in the certificate.</summary>
    public CertifiedCase With(string path, JsonNode document)
    {
        var changed = new SortedDictionary<string, byte[]>(files, StringComparer.Ordinal) { [path] = Bytes(document) };
        if (path == Path)
            return new CertifiedCase(changed);
        var certificate = Certificate;
        var name = path == Samples.ConfigPath ? "configuration" : path["dist/".Length..];
        certificate["documents"]![name] = Convert.ToHexStringLower(SHA256.HashData(changed[path]));
        changed[Path] = Bytes(certificate);
        return new CertifiedCase(changed);
    }

    public CertifiedCase WithCertificate(JsonNode certificate) => With(Path, certificate);

    public CertifiedCase WithConfig(JsonNode config) => With(Samples.ConfigPath, config);

    public CertifiedCase WithPolicy(string name, JsonNode policy) => With($"dist/{name}", policy);

    /// <summary>Why the checker rejects it; null when it accepts.</summary>
    public string? Rejection
    {
        get
        {
            try
            {
                Checker.Check(files[Path], files[Samples.ConfigPath], Folder);
                return null;
            }
            catch (RejectedException rejected)
            {
                return rejected.Message;
            }
            catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
            {
                return unreadable.Message;
            }
        }
    }

    /// <summary>What the checker finds in the folder.</summary>
    private Dictionary<string, byte[]> Folder =>
        files
            .Where(f =>
                f.Key.StartsWith("dist/scp-", StringComparison.Ordinal)
                || f.Key == $"dist/{CheckCertificate.Declarative.Name}"
            )
            .ToDictionary(f => f.Key["dist/".Length..], f => f.Value);

    private static JsonNode Parse(byte[] json) => JsonNode.Parse(json)!;

    private static byte[] Bytes(JsonNode document) => Encoding.UTF8.GetBytes(document.ToJsonString());
}
