using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>A question to an engine that is paid for what it reads.</summary>
/// <param name="engine">Its name.</param>
/// <param name="scanned">What it has read so far, and what that costs.</param>
internal sealed class CostlyQuery(CliContext context, ProgressLine progress, string engine, Func<string> scanned)
{
    /// <summary>The exit code. What was read is told in the end, whichever that was.</summary>
    /// <param name="ask">Asks, and reports.</param>
    public async Task<int> Run(Func<Task<int>> ask)
    {
        try
        {
            return await ask();
        }
        catch (QueryFailureException e)
        {
            progress.Dispose();
            context.PrintFindings([QueryDiagnostics.Of(e, engine)]);
            return ExitCodes.Errors;
        }
        finally
        {
            progress.Dispose();
            context.Error.WriteLine($"{engine} scanned {scanned()}");
        }
    }
}
