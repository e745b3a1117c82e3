using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>Regions that a command was told to look at: one that no account has is a mistake, and nothing is read of it.</summary>
public static class AskedRegions
{
    public static readonly DiagnosticDescriptor Unknown = new("AMI1020", Severity.Error, "no account has the Region");

    /// <summary>
    /// Asks AWS in the caller's account, which is told of Regions too that it has not opted in to. Where it may not
    /// ask, nothing is reported:
    /// then what cannot be read is a gap.
    /// </summary>
    public static async Task Check(
        IReadOnlyCollection<RegionName> asked,
        IAwsIdentity identity,
        IImageReader reader,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (asked.Count == 0)
            return;
        try
        {
            var caller = await identity.GetCallerIdentity(cancel);
            var known = await reader.DescribeRegions(caller.Account, cancel);
            Report(asked.Except(known.Select(r => r.Region)), bag);
        }
        catch (AwsException e) when (e.IsAccessDenied)
        {
            // The places themselves say what could not be read.
        }
    }

    public static void Report(IEnumerable<RegionName> unknown, DiagnosticBag bag)
    {
        foreach (var region in unknown)
            bag.Report(
                Unknown,
                SourceLocation.OfFile(SourceText.Missing("AWS")),
                $"no account that was asked has the Region {region}",
                "check its name: `aws ec2 describe-regions --all-regions` lists them"
            );
    }
}
