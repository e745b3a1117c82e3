using System.Collections.Immutable;
using System.Text;
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
        var files = new InMemoryFileStore();
        files.Files[Samples.ConfigPath] = Encoding.UTF8.GetBytes(Config);
        files.Files[DeclarativePath] = Encoding.UTF8.GetBytes(Declarative);
        files.Files[ScpPath] = Encoding.UTF8.GetBytes(Scp);
        return ProvePolicies.Run(Samples.ConfigPath, "dist", Today, files, new DiagnosticBag());
    }

    public SmtGuarantees Formulas() => SmtGuarantees.Of(SmtConfig.Read(Config, Today), Declarative, [Scp]);
}
