using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Governance.Generation;

/// <summary>What the runbook's `jq` commands print of its own example.</summary>
public sealed partial class RunbookQueryTests
{
    [Theory]
    [InlineData("audit_mode", ".content.ec2.ec2_attributes.allowed_images_settings.state", "\"audit_mode\"")]
    [InlineData("enabled", ".content.ec2.ec2_attributes.allowed_images_settings.state", "\"enabled\"")]
    [InlineData(
        "audit_mode",
        ".content.ec2.ec2_attributes.allowed_images_settings.image_criteria.criteria_1.allowed_image_providers",
        "[\"111122223333\",\"123456738923\",\"123456789012\",\"222233334444\",\"444455556666\"]"
    )]
    public void Its_jq_commands_print_what_it_says(string mode, string filter, string expected) =>
        Assert.Equal(
            expected,
            White()
                .Replace(Tool.Run("jq", [filter], Amigov.OfRunbook(mode).Text("dist/declarative-policy-ec2.json")), "")
        );

    [GeneratedRegex("\\s+")]
    private static partial Regex White();
}
