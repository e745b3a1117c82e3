using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>What Organizations says reaches each account, against what the configuration gives.</summary>
internal sealed class EffectivePolicyCheck(IOrganizations organizations, VerificationGaps gaps)
{
    public async Task<ImmutableArray<VerificationLine>> Run(
        ImmutableArray<VerifiedAccount> accounts,
        ModeExpectations expectations,
        CancellationToken cancel
    )
    {
        var lines = ImmutableArray.CreateBuilder<VerificationLine>();
        foreach (var account in accounts)
        {
            try
            {
                var content = await organizations.DescribeEffectivePolicy(
                    account.Id,
                    OrganizationPolicyType.DeclarativePolicyEc2,
                    cancel
                );
                lines.Add(Judge(account, content, expectations.Of(account.Mode).Policies.Declarative));
            }
            catch (AwsException e)
            {
                gaps.Add(account.Id, null, e);
            }
        }
        return lines.ToImmutable();
    }

    /// <param name="content">As DescribeEffectivePolicy answers; null when the account has none.</param>
    private static VerificationLine Judge(VerifiedAccount account, string? content, DeclarativePolicy wanted)
    {
        var line = new VerificationLine(
            ChecklistItem.OtherLaunches,
            EvidenceKind.EffectivePolicy,
            account.Id,
            null,
            "effective EC2 policy of the account"
        )
        {
            Expected = DeclarativeComparison.Describe(wanted),
        };
        if (content is null)
            return line.Judged(LineResult.NotAsExpected, "no EC2 policy reaches the account");

        var source = SourceText.FromString("effective policy", content);
        var reading = Reading.Of(bag => DeclarativePolicyParser.ParseEffective(source, bag));
        if (reading.IfSound is not { } found)
            return line.Judged(
                LineResult.NotChecked,
                "cannot be read",
                reading.Findings.FirstOrDefault()?.Message ?? ""
            );

        var difference = DeclarativeComparison.Difference(wanted, found);
        return line.Judged(
            difference.Length == 0 ? LineResult.AsExpected : LineResult.NotAsExpected,
            DeclarativeComparison.Describe(found),
            difference
        );
    }
}
