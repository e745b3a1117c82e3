using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Features.Handover;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.AcceptanceTests.Features.Handover;

/// <summary>What another system makes of the exported files is what amigov itself would have made.</summary>
public sealed class CarriedOutTests
{
    private const string Pilot = "ou-a1b2-pilot0001";

    public static TheoryData<string> Carriers => ["terraform", "cloudformation", "stackset", "lza", "cfct"];

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task Carried_out_it_verifies(string carrier)
    {
        using var bench = await CarrierBench.Start();
        bench.Run("generate", "--mode", "enabled");
        bench.Export(carrier);
        await bench.CarryOut(carrier);

        var stranger = bench.World.Ec2.Images.First(i => i.OwnerId.Value == WorldGenerator.Stranger).Id.Value;
        var verified = bench.Run("verify", "--unapproved-image", stranger);
        Assert.Contains("denied by scp-ami-guardrail", verified, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", verified, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task A_stage_is_enforced_as_a_promotion_would(string carrier)
    {
        using var bench = await CarrierBench.Start();
        bench.Run("generate", "--mode", "audit_mode");
        bench.Export(carrier, "--target", Pilot);
        await bench.CarryOut(carrier);

        // What there is stays as it is: the stage is read from the organization now.
        var before = bench.Amigov.Files.List($"export/{carrier}").ToDictionary(p => p, p => bench.Amigov.Text(p));
        bench.Export(carrier);
        foreach (
            var path in bench
                .Amigov.Files.List($"export/{carrier}")
                .Where(p => !p.EndsWith(".json") || p.Contains("polic"))
        )
            if (!path.EndsWith("imports.tf", StringComparison.Ordinal))
                Assert.Equal(before[path], bench.Amigov.Text(path));
        var (exit, plan, error) = bench.Amigov.Run("plan", "--adopt");
        Assert.True(exit == 0, error);
        Assert.DoesNotContain(
            "Policy ",
            string.Concat(plan.Split('\n').Where(l => l.Contains("UpdatePolicy") || l.Contains("AttachPolicy"))),
            StringComparison.Ordinal
        );
        Assert.Contains(Pilot, bench.Run("status"), StringComparison.Ordinal);
    }
}
