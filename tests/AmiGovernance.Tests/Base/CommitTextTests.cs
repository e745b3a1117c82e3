using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Tests.Base;

/// <summary>docs.github.com, "Skipping workflow runs", "Autolinked references"; docs.gitlab.com, "Closing issues automatically".</summary>
public sealed class CommitTextTests
{
    [Theory]
    [InlineData("moved [skip ci] early", "moved (skip ci) early")]
    [InlineData("[ci skip][no ci][skip actions]", "(ci skip)(no ci)(skip actions)")]
    [InlineData("a ***NO_CI*** b", "a * * *NO_CI* * * b")]
    [InlineData("skip-checks: true", "skip checks: true")]
    [InlineData("closes #12, fixes acme/x#7 and GH-9", "closes # 12, fixes acme/x# 7 and GH- 9")]
    [InlineData("closes https://github.com/acme/x/issues/12", "closes https://github.com/acme/x/issues/ 12")]
    [InlineData("ask @acme/security (@kim)", "ask @ acme/security (@ kim)")]
    [InlineData("by pat@company.com at 50% # of all", "by pat@company.com at 50% # of all")]
    [InlineData("a\n\nskip-checks: true", "a\\u{A}\\u{A}skip checks: true")]
    public void Nothing_of_a_reason_acts_in_a_commit(string reason, string message) =>
        Assert.Equal(message, CommitText.Of(reason));
}
