namespace AmiGovernance.Tests.Governance.Generation;

/// <summary>What the runbook promises about its own example, as of the day it was written.</summary>
public sealed class RunbookTests
{
    [Fact]
    public void The_expected_output_of_generate_and_validate_is_printed()
    {
        var amigov = new Amigov().With(Samples.ConfigPath, Samples.Runbook);
        var output = amigov.Run("generate", "--mode", "audit_mode").Out + amigov.Run("validate").Out;
        const string Expected = """
            ======================================================================
            ACTIVE ALLOWLIST SUMMARY
            ======================================================================
            Total approved accounts: 5
            Accounts: 111122223333, 123456738923, 123456789012, 222233334444, 444455556666
            ======================================================================

            ✓ Generated: dist/declarative-policy-ec2.json
            ✓ Generated: dist/scp-ami-guardrail.json
            ✓ Allowlist consistency verified
            ✅ VALIDATION PASSED
            """;
        // Every line, in this order; ours come between them.
        var rest = output;
        foreach (var line in Expected.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = rest.IndexOf(line, StringComparison.Ordinal);
            Assert.True(at >= 0, $"`{line}` is missing or out of order in:\n{output}");
            rest = rest[(at + line.Length)..];
        }
    }

    [Fact]
    public void Its_sed_for_the_organization_id_leaves_the_document_as_it_is()
    {
        var document = Amigov.OfRunbook("enabled").Text("dist/scp-ami-guardrail.json");
        Assert.DoesNotContain("o-placeholder", document, StringComparison.Ordinal);
    }

    [Fact]
    public void In_audit_mode_the_service_control_policy_denies_no_launch()
    {
        Assert.DoesNotContain(
            "RunInstances",
            Amigov.OfRunbook("audit_mode").Text("dist/scp-ami-guardrail.json"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "RunInstances",
            Amigov.OfRunbook("enabled").Text("dist/scp-ami-guardrail.json"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Its_example_entry_passes_with_warnings()
    {
        var amigov = Amigov.OfRunbook("audit_mode");
        var (exitCode, _, error) = amigov.Run("validate");
        Assert.Equal(0, exitCode);
        Assert.Contains(
            "warning AMI0203: 102 days from approval to expiry; an exception may last 90",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains("warning AMI0204", error, StringComparison.Ordinal);
        Assert.Contains("warning AMI0212", error, StringComparison.Ordinal);
    }
}
