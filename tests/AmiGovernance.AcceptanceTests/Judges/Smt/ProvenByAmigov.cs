using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>Documents with the configuration that they must agree with.</summary>
/// <param name="Scp">A service control policy as it is deployed.</param>
internal sealed record PolicyBundle(string Config, string Declarative, string Scp, DateOnly Today)
{
    public const string DeclarativePath = "dist/organizations/declarative-policy-ec2.json";
    public const string ScpPath = "dist/scp-ami-guardrail.json";
    private const string OrganizationPath = "organization.json";

    /// <summary>An account that no document names.</summary>
    public const string Workload = "989898989898";

    /// <summary>A service control policy of others on the way to every account; null where there is none.</summary>
    public string? Others { get; init; }

    /// <summary>What `amigov generate` makes of a configuration that fits one policy.</summary>
    public static PolicyBundle Generate(string config, string mode, DateOnly today)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, config);
        amigov.Now = new DateTimeOffset(today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var (exitCode, _, error) = amigov.Run("generate", "--mode", mode);
        Assert.True(exitCode == 0, error);
        return new PolicyBundle(config, amigov.Text(DeclarativePath), amigov.Text(ScpPath), today);
    }

    /// <summary>What `amigov prove` answers; null when it does not accept the documents.</summary>
    public ImmutableArray<GuaranteeResult>? Prove()
    {
        var (files, bag) = (new InMemoryFileStore(), new DiagnosticBag());
        WriteTo(files);
        if (Others is null)
            return ProvePolicies.Run(Samples.ConfigPath, "dist", Today, files, bag);
        files.Files[OrganizationPath] = Encoding.UTF8.GetBytes(Organization(Others));
        var result = ProvePolicies.Run(Samples.ConfigPath, "dist", OrganizationPath, Today, files, bag);
        Assert.False(bag.HasErrors, string.Join('\n', bag.ToSorted()));
        return result?.Guarantees;
    }

    public void WriteTo(InMemoryFileStore files)
    {
        files.Files[Samples.ConfigPath] = Encoding.UTF8.GetBytes(Config);
        files.Files[DeclarativePath] = Encoding.UTF8.GetBytes(Declarative);
        files.Files[ScpPath] = Encoding.UTF8.GetBytes(Scp);
    }

    /// <summary>Those that the configuration names and one that it does not.</summary>
    public string[] Accounts
    {
        get
        {
            var config = SmtConfig.Read(Config, Today);
            return
            [
                .. config
                    .Publishers.Concat(config.Exceptions.Select(e => e.Account))
                    .Concat(config.Exceptions.SelectMany(e => e.UsableBy))
                    .Append(Workload)
                    .Distinct(),
            ];
        }
    }

    private string Organization(string others)
    {
        const string root = "r-ab12";
        const string everything =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
        JsonObject Policy(string id, string content) =>
            new()
            {
                ["id"] = id,
                ["name"] = id[2..],
                ["type"] = "SERVICE_CONTROL_POLICY",
                ["content"] = content,
            };
        JsonObject Account(string id, string name) =>
            new()
            {
                ["id"] = id,
                ["name"] = name,
                ["email"] = $"{name}@example.com",
                ["parent"] = root,
                ["state"] = "ACTIVE",
            };
        JsonObject Attached(string target, params string[] policies) =>
            new() { ["target"] = target, ["policies"] = new JsonArray([.. policies.Select(p => JsonValue.Create(p))]) };
        return new JsonObject
        {
            ["format_version"] = "1.0",
            ["id"] = "o-a1b2c3d4e5",
            ["management_account"] = "101010101010",
            ["root"] = root,
            ["enabled_policy_types"] = new JsonArray("SERVICE_CONTROL_POLICY", "DECLARATIVE_POLICY_EC2"),
            ["organizational_units"] = new JsonArray(),
            ["accounts"] = new JsonArray([
                Account("101010101010", "management"),
                .. Accounts.Select(a => Account(a, $"a{a}")),
            ]),
            ["policies"] = new JsonArray(Policy("p-FullAWSAccess", everything), Policy("p-others0001", others)),
            ["attachments"] = new JsonArray([
                Attached(root, "p-FullAWSAccess", "p-others0001"),
                .. Accounts.Append("101010101010").Select(a => Attached(a, "p-FullAWSAccess")),
            ]),
        }.ToJsonString();
    }

    public SmtGuarantees Formulas() =>
        SmtGuarantees.Of(SmtConfig.Read(Config, Today), Declarative, [Scp]) with
        {
            Others = Others is null ? [] : [.. SmtStatement.ReadAll(Others).Where(s => s.IsDeny)],
            Accounts = Accounts,
        };
}
