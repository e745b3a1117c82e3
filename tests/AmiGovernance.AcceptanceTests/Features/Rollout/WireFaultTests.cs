using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Features.Rollout;

/// <summary>Over AWS's protocol, with one call in ten throttled, one failed, one cut off before and one after it was done.</summary>
public sealed class WireFaultTests
{
    private const string Pilot = "ou-a1b2-pilot0001";

    [Fact]
    public void Apply_promote_and_rollback_complete()
    {
        using var amigov = new Amigov { Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero) };
        amigov.With(Samples.ConfigPath, Samples.Governance);
        amigov.Sandbox = Start(amigov.Now);
        Assert.Equal(0, amigov.Run("generate").ExitCode);
        Faults(amigov.Sandbox);
        Complete(amigov, "apply", "--yes");
        amigov.Now = amigov.Now.AddDays(20);
        // What could not be read keeps a gate closed; that is another test's matter.
        Complete(
            amigov,
            "promote",
            "--target",
            Pilot,
            "--ticket",
            "T",
            "--notified",
            "N",
            "--override",
            "violations",
            "--override",
            "audit-time",
            "--reason",
            "faults",
            "--yes"
        );
        Assert.Equal(
            (AllowedImagesState.Enabled, AllowedImagesState.AuditMode),
            (State(amigov, "400000000000"), State(amigov, "123456738923"))
        );
        Complete(amigov, "rollback", "--to", "audit_mode", "--yes");
        Assert.Equal(
            (AllowedImagesState.AuditMode, AllowedImagesState.AuditMode),
            (State(amigov, "400000000000"), State(amigov, "123456738923"))
        );
        amigov.Sandbox.Faults.Clear();
        var (code, output, error) = amigov.Run("status");
        Assert.True(code == 0, output + error);
        // FullAWSAccess and ours, each once.
        Assert.Equal(
            ["FullAWSAccess", "ami-governance-declarative-policy", "scp-ami-guardrail"],
            amigov.Sandbox.World.Organization.Policies.Select(p => p.Name).Order(StringComparer.Ordinal)
        );
    }

    private static SandboxServer Start(DateTimeOffset now) =>
        SandboxServer
            .Start(WorldGenerator.Create(new WorldSize(10, 1, 0), new Amigov.FixedTime(now)))
            .GetAwaiter()
            .GetResult();

    private static void Faults(SandboxServer server)
    {
        server.Faults.Add(
            new Fault("organizations", null, FaultKind.Error)
            {
                Code = "TooManyRequestsException",
                Status = 400,
                Probability = 0.1,
            }
        );
        server.Faults.Add(
            new Fault("organizations", null, FaultKind.Error)
            {
                Code = "ServiceException",
                Status = 500,
                Probability = 0.1,
            }
        );
        server.Faults.Add(
            new Fault("ec2", null, FaultKind.Error)
            {
                Code = "RequestLimitExceeded",
                Status = 503,
                Probability = 0.1,
            }
        );
        foreach (var service in new[] { "organizations", "ec2" })
        {
            server.Faults.Add(new Fault(service, null, FaultKind.Drop) { Probability = 0.1 });
            server.Faults.Add(new Fault(service, null, FaultKind.LoseAnswer) { Probability = 0.1 });
        }
    }

    /// <summary>A run whose retries are used up says so, and the next one goes on from there.</summary>
    private static void Complete(Amigov amigov, params string[] command)
    {
        for (var run = 1; ; run++)
        {
            var (code, output, error) = amigov.Run(command);
            if (code == 0)
                return;
            Assert.True(run < 5, $"{string.Join(' ', command)}: {output}{error}");
        }
    }

    private static AllowedImagesState? State(Amigov amigov, string account) =>
        new EffectivePolicies(new OrganizationIndex(amigov.Sandbox!.World.Organization)).Of(account).Policy?.State;
}
