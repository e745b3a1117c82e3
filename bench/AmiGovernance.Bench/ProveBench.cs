using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Bench;

/// <summary>
/// The proof for a configuration of any size, whether its policies fit AWS's quotas or not: all exceptions are active, a quarter keeps its
/// images to two accounts and a tenth creates images.
/// </summary>
internal static class ProveBench
{
    private static readonly DateOnly Today = new(2026, 12, 1);

    public static void Run(int publishers, int exceptions, int dates)
    {
        var bag = new DiagnosticBag();
        var config =
            ConfigReader.Read(SourceText.FromString("config.json", Config(publishers, exceptions, dates)), bag)
            ?? throw new InvalidOperationException("the configuration is wrong");
        var allowlist = Allowlist.Of(config, Today);
        var input = new ProofInput(
            config,
            DeclarativeGenerator.Generate(config, allowlist, AllowedImagesState.Enabled),
            ScpGenerator.Generate(config, allowlist, AllowedImagesState.Enabled),
            new DateTimeOffset(Today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        );
        // The first proof is the one that a user waits for.
        var before = Environment.CpuUsage.TotalTime;
        var results = Prover.Run(input);
        var first = Environment.CpuUsage.TotalTime - before;
        Prover.Run(input);
        var again = Environment.CpuUsage.TotalTime - before - first;
        var isProven = results.All(r => r.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {publishers} | {exceptions} | {dates} | {results.Sum(r => r.Classes):N0} | {first.TotalSeconds:0.00} | {again.TotalSeconds:0.00} | {(isProven ? "yes" : "no")} |"
            )
        );
    }

    private static string Config(int publishers, int exceptions, int dates) =>
        new JsonObject
        {
            ["ops_publisher_account"] = new JsonObject { ["account_id"] = "123456738923" },
            ["vendor_publisher_accounts"] = new JsonArray([
                .. Enumerable.Range(0, publishers - 1).Select(i => new JsonObject { ["account_id"] = Account('1', i) }),
            ]),
            ["publisher_aliases"] = new JsonArray("amazon"),
            ["break_glass_principals"] = new JsonArray(
                new JsonObject { ["arn"] = "arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Rescue_*" }
            ),
            ["exception_accounts"] = new JsonArray([
                .. Enumerable.Range(0, exceptions).Select(i => Exception(i, dates)),
            ]),
        }.ToJsonString();

    private static JsonObject Exception(int i, int dates)
    {
        var end = Today.AddDays(30 + i % dates);
        var exception = new JsonObject
        {
            ["account_id"] = Account('2', i),
            ["expires_on"] = end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["may_create_images"] = i % 10 == 0,
        };
        if (i % 4 == 0)
            exception["usable_by"] = new JsonArray(Account('3', i), Account('3', i + 1));
        return exception;
    }

    private static string Account(char first, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{first}{number:D11}");
}
