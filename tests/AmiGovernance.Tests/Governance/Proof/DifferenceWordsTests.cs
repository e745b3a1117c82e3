using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>How a change of what is decided is said.</summary>
public sealed class DifferenceWordsTests
{
    private static readonly Statement Old = new(Effect.Deny) { Sid = "Old" };
    private static readonly Statement New = new(Effect.Deny) { Sid = "New" };

    private static ChangedRequests Change(
        IEnumerable<string> actions,
        string[]? images = null,
        bool others = false,
        string when = ""
    ) => new([.. actions], [.. images ?? []], others, "account 111111111111", when, null, New, default);

    [Fact]
    public void All_launches_are_one_word_and_some_are_named()
    {
        Assert.Equal("launches by account 111111111111", DifferenceWords.Requests(Change(GuardedActions.Launch)));
        Assert.Equal(
            "launches by ec2:RunInstances, ec2:CreateFleet by account 111111111111",
            DifferenceWords.Requests(Change(["ec2:RunInstances", "ec2:CreateFleet"]))
        );
        Assert.Equal(
            "ec2:RunInstances by account 111111111111",
            DifferenceWords.Requests(Change(["ec2:RunInstances"]))
        );
    }

    [Fact]
    public void All_creations_are_one_phrase_and_others_are_named()
    {
        Assert.Equal(
            "creating, copying and importing images by account 111111111111",
            DifferenceWords.Requests(Change(GuardedActions.Creation))
        );
        Assert.Equal(
            "ec2:CreateImage, ec2:RunInstances by account 111111111111",
            DifferenceWords.Requests(Change(["ec2:CreateImage", "ec2:RunInstances"]))
        );
        var many = GuardedActions.Creation.RemoveAt(0).Add("ec2:StopInstances");
        Assert.EndsWith(
            "ec2:RestoreImageFromRecycleBin and 1 more by account 111111111111",
            DifferenceWords.Requests(Change(many)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("ec2:RunInstances", false, "ec2:RunInstances from images of amazon")]
    [InlineData("ec2:RunInstances", true, "ec2:RunInstances from images of amazon and of owners that no policy names")]
    [InlineData("ec2:CopyImage", false, "ec2:CopyImage on images of amazon")]
    public void Owners_of_images_are_named(string action, bool others, string words) =>
        Assert.Equal(
            $"{words} by account 111111111111",
            DifferenceWords.Requests(Change([action], ["amazon"], others))
        );

    [Fact]
    public void Owners_that_nobody_names_are_said_alone() =>
        Assert.Equal(
            "ec2:RunInstances from images of owners that no policy names by account 111111111111, until Friday",
            DifferenceWords.Requests(Change(["ec2:RunInstances"], [], others: true, when: "until Friday"))
        );

    [Fact]
    public void The_statement_that_decides_is_named()
    {
        var denied = Change(["ec2:RunInstances"]);
        var allowed = denied with { Before = Old, After = null };
        var both = denied with { Before = Old };
        Assert.Equal(
            ["by statement `New`", "statement `Old` denied it before", ""],
            new[] { denied, allowed, both }.Select(DifferenceWords.Statements)
        );
        Assert.Equal(
            "by statement `without Sid`",
            DifferenceWords.Statements(denied with { After = New with { Sid = null } })
        );
        Assert.Equal("denied from now on", DifferenceWords.Change(denied));
        Assert.Equal("allowed from now on", DifferenceWords.Change(allowed));
    }
}
