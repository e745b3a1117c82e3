using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.TestSupport.Features.Trail.Generator;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>A watched event with all that a report may say of it, as whoever wrote it knows it.</summary>
internal sealed record YearCall(
    string Kind,
    string Action,
    string Account,
    string AccountName,
    string Unit,
    string Region,
    string Principal,
    string Service,
    string Image,
    string Owner,
    string Outcome,
    string ErrorCode,
    string DeniedBy,
    DateTime Time
)
{
    /// <summary>What it is launched from, where the record names no image; with its version.</summary>
    public string Template { get; init; } = "";

    public string TemplateHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Template)))[..10];

    /// <summary>Whose image a copy is made of.</summary>
    public string CopiedOwner { get; init; } = "";

    /// <summary>Whether it shares an image with everyone.</summary>
    public bool IsPublic { get; init; }
}

/// <summary>A year of an organization on disk: half a million records in some 700 files, and what they hold.</summary>
public sealed class GeneratedYear : IDisposable
{
    private const long MostRecords = 500_000;

    private static readonly (string Id, string Name, string Parent, string Path)[] Units =
    [
        ("ou-ab12-workload", "Workloads", "r-ab12", "Root/Workloads"),
        ("ou-ab12-production", "Production", "ou-ab12-workload", "Root/Workloads/Production"),
        ("ou-ab12-development", "Development", "ou-ab12-workload", "Root/Workloads/Development"),
        ("ou-ab12-sandbox1", "Sandbox", "r-ab12", "Root/Sandbox"),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-year-");
    private readonly TrailGenerator generator = new(seed: 31, accounts: 40);

    public GeneratedYear()
    {
        foreach (var file in generator.Files(MostRecords, CompressionLevel.Fastest, hoursApart: 12))
        {
            var path = Path.Combine(folder.FullName, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Gzip);
            Files++;
        }
        Owners = generator
            .Organization.Images.Where(i => i.Owner is not null)
            .ToDictionary(i => i.Id, i => i.Owner!, StringComparer.Ordinal);
        Calls = [.. generator.Calls.Select(c => Of(c.Key, c.Time) with { Template = c.Template })];
    }

    public string Tree => Path.Combine(folder.FullName, "AWSLogs");

    public string StatePath => Path.Combine(folder.FullName, "state.db");

    public int Files { get; }

    public long Records => generator.Records;

    public int Duplicates => generator.Duplicates;

    /// <summary>For `--owners`.</summary>
    public IReadOnlyDictionary<string, string> Owners { get; }

    internal IReadOnlyList<YearCall> Calls { get; }

    /// <summary>For `--org`.</summary>
    public string Organization =>
        new JsonObject
        {
            ["format_version"] = "1.0",
            ["id"] = "o-abc123xyz0",
            ["management_account"] = "999999999999",
            ["root"] = "r-ab12",
            ["organizational_units"] = new JsonArray([
                .. Units.Select(u => new JsonObject
                {
                    ["id"] = u.Id,
                    ["name"] = u.Name,
                    ["parent"] = u.Parent,
                }),
            ]),
            ["accounts"] = new JsonArray([
                new JsonObject
                {
                    ["id"] = "999999999999",
                    ["name"] = "management",
                    ["parent"] = "r-ab12",
                },
                .. generator.Organization.Accounts.Select(a => new JsonObject
                {
                    ["id"] = a,
                    ["name"] = NameOf(a),
                    ["parent"] = UnitOf(a).Id,
                }),
            ]),
        }.ToJsonString();

    public void Dispose() => folder.Delete(recursive: true);

    private static string NameOf(string account) => $"team-{account[^2..]}";

    /// <summary>One in four is in none: it is below the root.</summary>
    private static (string Id, string Name, string Parent, string Path) UnitOf(string account) =>
        (account[^1] - '0') % 4 is var i and < 3 ? Units[i + 1] : ("r-ab12", "Root", "", "Root");

    private YearCall Of(ExpectedKey key, DateTime time)
    {
        // docs/reference/trail.md, "What is counted".
        var kind = key.Name switch
        {
            "RunInstances" or "RequestSpotInstances" => "launch",
            "CreateImage" or "CopyImage" or "RegisterImage" => "creation",
            "ModifyImageAttribute" => "sharing",
            _ => "guardrail",
        };
        // Who made an image or shared it owns it; an image that has been there before, only the file of owners knows.
        var owner =
            key.Image.Length == 0
                ? kind is "launch"
                    ? "unknown"
                    : ""
                : kind is "creation" or "sharing"
                    ? key.Account
                    : Owners.GetValueOrDefault(key.Image, "unknown");
        var deniedBy = (kind, key.ErrorCode) switch
        {
            ("launch", "Client.UnauthorizedOperation") => "service control policy p-guard123",
            ("creation", "Client.UnauthorizedOperation") => "service control policy (missing allow)",
            ("sharing", "Client.OperationNotPermitted") => "image_block_public_access",
            _ => "",
        };
        return new YearCall(
            kind,
            $"{key.Source.Split('.')[0]}:{key.Name}",
            key.Account,
            NameOf(key.Account),
            UnitOf(key.Account).Path,
            key.Region,
            key.Principal,
            key.Service,
            key.Image,
            owner,
            key.Outcome,
            key.ErrorCode,
            deniedBy,
            time
        )
        {
            CopiedOwner = key.Copied.Length == 0 ? "" : Owners.GetValueOrDefault(key.Copied, "unknown"),
            IsPublic = key.IsPublic,
        };
    }
}
