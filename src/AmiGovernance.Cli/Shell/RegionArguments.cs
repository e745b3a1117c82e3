using AmiGovernance.Aws;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;

namespace AmiGovernance.Cli.Shell;

/// <summary>Regions as the command line, a profile or the environment names them.</summary>
internal static class RegionArguments
{
    /// <summary>False with a line on standard error when it is none: the command line is bad.</summary>
    public static bool TryRead(CliContext context, string given, out RegionName region)
    {
        if (RegionName.TryParse(given, out region))
            return true;
        context.Error.WriteLine($"'{Sanitize.Text(given)}' is no Region; write it as eu-central-1");
        return false;
    }

    /// <summary>False with a report when AWS has no such Region.</summary>
    public static async Task<bool> Exist(
        IReadOnlyCollection<RegionName> asked,
        CliContext context,
        AwsConnection connection,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        await AskedRegions.Check(asked, connection, connection.ImageReader, bag, cancel);
        context.PrintFindings(bag.ToSorted());
        return !bag.HasErrors;
    }
}
