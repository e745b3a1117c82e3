using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Governance.Facts;
using CsCheck;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>Findings by owner: what one decision settles.</summary>
public sealed class RollUpOwnersTests
{
    private const string Golden = "111122223333";
    private static readonly Dictionary<string, string> Members = new()
    {
        [Golden] = "ops-golden-images",
        ["222233334444"] = "payments",
        ["333344445555"] = "",
    };

    private static readonly RollUpOwners RollUp = new(new KnownOwners(Members), "ask EC2", null);

    private static OwnerRollup Of(string owner, params string[] accounts) =>
        Assert.Single(RollUp.Of(accounts.Select(a => new RolledFinding(owner, a, 3))));

    /// <summary>Kinds by the tables of known publishers and accounts, which name their sources.</summary>
    [Theory]
    [InlineData(Golden, "own_account", "add 111122223333 (ops-golden-images) as publisher")]
    [InlineData("333344445555", "own_account", "add 333344445555 as publisher")]
    [InlineData("136693071363", "known_publisher", "add 136693071363 (Debian) as publisher")]
    [InlineData("amazon", "alias", "add the alias amazon")]
    [InlineData("aws-marketplace", "alias", "add the alias aws-marketplace")]
    [InlineData("888800001111", "stranger", "find out who 888800001111 is, for no list names it")]
    [InlineData("unknown", "unknown", "find out whose the images are: ask EC2")]
    [InlineData(
        "992382739861",
        "managed_service",
        "list eks_auto_mode under `managed_services`: AWS launches these images in your accounts"
    )]
    [InlineData(
        "902917483333",
        "vendor",
        "add 902917483333 (InfoBlox) as publisher, once the vendor confirms that the account is theirs"
    )]
    public void An_owner_is_one_decision(string owner, string kind, string action)
    {
        var rollup = Of(owner, "222233334444", "444455556666");
        Assert.Equal((kind, action), (rollup.Kind.Name(), rollup.Action));
        Assert.Equal((2, 6), (rollup.Settles, rollup.Count));
    }

    [Fact]
    public void An_account_that_builds_for_itself_becomes_no_publisher()
    {
        var rollup = Of("222233334444", "222233334444");
        Assert.Equal(
            "222233334444 (payments) launches images that it built itself: an exception, or golden images",
            rollup.Action
        );
        Assert.True(rollup.Command.IsEmpty);
    }

    /// <summary>Looking up owners of images does not help where nothing says which images they were.</summary>
    [Theory]
    [InlineData(true, false, "look up the launch templates")]
    [InlineData(true, true, "look up the launch templates")]
    [InlineData(false, true, "look for the launches in their accounts")]
    [InlineData(false, false, "find out whose the images are: ask EC2")]
    public void Launches_without_a_known_image_are_not_looked_up(bool template, bool without, string action)
    {
        RolledFinding Of(bool isOfTemplates, bool isWithoutImage) =>
            new("unknown", "222233334444", 1) { IsOfTemplates = isOfTemplates, IsWithoutImage = isWithoutImage };
        var rollup = Assert.Single(RollUp.Of([Of(template, !template && without), Of(template && !without, without)]));
        Assert.StartsWith(action, rollup.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_is_ready_but_for_the_reason() =>
        Assert.Equal(
            "amigov publishers add 111122223333 --kind ops --name ops-golden-images --reason TEXT",
            Of(Golden, "222233334444").Command.ToString()
        );

    [Fact]
    public void What_settles_most_comes_first_and_nothing_is_lost() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 50])
            .Array[0, 40]
            .Sample(cases =>
            {
                var findings = cases
                    .Select(c => new RolledFinding($"00000000000{c.Item1}", $"10000000000{c.Item2}", c.Item3))
                    .ToList();
                var rollups = RollUp.Of(findings);
                Assert.Equal(findings.Count, rollups.Sum(r => r.Settles));
                Assert.Equal(findings.Sum(f => f.Count), rollups.Sum(r => r.Count));
                Assert.Equal(
                    rollups.OrderByDescending(r => r.Settles).Select(r => r.Settles),
                    rollups.Select(r => r.Settles)
                );
            });
}
