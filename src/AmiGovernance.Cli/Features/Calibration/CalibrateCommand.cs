using System.CommandLine;
using System.Globalization;
using System.Text;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Calibration;

/// <summary>Asks AWS what documentation does not say, in one or two throwaway accounts; keeps the answers, and takes them over.</summary>
internal static class CalibrateCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "calibrate",
            "Measure in a throwaway account what AWS does not document, and take the answers over",
            new CommandHelp("amigov calibrate --account 111122223333 --to cassette.json", "calibrate")
        );
        var options = new CalibrateOptions(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var arguments = options.Read(result);
                if (arguments.Import is { } import)
                    return Import(import, context);
                if (arguments.Account is null)
                    return List(context);
                using var connection = options.Aws.Connect(result, context);
                return await Run(arguments, context, connection, cancel);
            }
        );
        return command;
    }

    private static int List(CliContext context)
    {
        CalibrationView.WriteExperiments(context.Out, ExperimentFiles.All, []);
        return ExitCodes.Done;
    }

    private static int Import(ImportRequest request, CliContext context)
    {
        var bag = new DiagnosticBag();
        var taken = new ImportCassette(context.Files, context.Signatures, context.Time).Run(request, bag);
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors || taken is null)
            return ExitCodes.Errors;
        CalibrationView.WriteTaken(context, taken.Value);
        return ExitCodes.Done;
    }

    internal static async Task<int> Run(
        CalibrateArguments arguments,
        CliContext context,
        AwsConnection connection,
        CancellationToken cancel
    )
    {
        var request = Request(arguments, context, connection);
        if (arguments.CleansUp)
            return await CleanUp(arguments, request, context, connection, cancel);
        if (HasFile(arguments, context) || !CanSign(arguments, context))
            return ExitCodes.Errors;
        if (!await MayRun(arguments, request, context, connection, cancel))
            return ExitCodes.Errors;
        CalibrationView.WriteExperiments(context.Out, request.Possible, request.Impossible);
        if (!IsConfirmed(arguments, request, context, cancel))
            return ExitCodes.No;
        // Another one may have begun while the question stood.
        return await MayRun(arguments, request, context, connection, cancel)
            ? await Measure(arguments, request, context, connection, cancel)
            : ExitCodes.Errors;
    }

    private static async Task<int> Measure(
        CalibrateArguments arguments,
        CalibrationRequest request,
        CliContext context,
        AwsConnection connection,
        CancellationToken cancel
    )
    {
        var run = new RunCalibration(connection.Experiments, context.Time, new Told(context));
        try
        {
            await run.Run(request, cancel);
        }
        catch (OperationCanceledException)
        {
            // What was measured until then took minutes, and is not lost.
            if (run.Result.Findings.Any(f => f.Answer is not null))
                Keep(run.Result);
            throw;
        }
        var isKept = Keep(run.Result);
        return isKept ? ExitCodeOf(run.Result) : ExitCodes.Errors;

        bool Keep(CalibrationResult result)
        {
            CalibrationView.WriteFindings(context, result);
            var cassette = Cassette.Of(request, result, Today(context)) with { IsOfAws = connection.IsAws };
            var isWritten = Write(cassette, arguments, context);
            return ReportLeft(result.Left, request, context) && isWritten;
        }
    }

    private static CalibrationRequest Request(
        CalibrateArguments arguments,
        CliContext context,
        AwsConnection connection
    )
    {
        var names = arguments.Experiments;
        var region = RegionName.Parse(connection.Region.SystemName);
        return new CalibrationRequest(
            arguments.Account!.Value,
            region,
            Partitions.Of(region),
            NewRun(context),
            arguments.InstanceType
        )
        {
            Second = arguments.Second,
            Experiments = [.. ExperimentFiles.All.Where(e => names.Count == 0 || names.Contains(e.Name))],
        };
    }

    private static async Task<bool> MayRun(
        CalibrateArguments arguments,
        CalibrationRequest request,
        CliContext context,
        AwsConnection connection,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        await Refuse(arguments, request, connection, bag, cancel);
        context.PrintFindings(bag.ToSorted());
        return !bag.HasErrors;
    }

    /// <summary>Two that begin in the same second have names of their own.</summary>
    private static string NewRun(CliContext context)
    {
        var began = context.Time.GetUtcNow().ToString("MMdd'x'HHmmss", CultureInfo.InvariantCulture);
        return $"{began}x{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..4]}";
    }

    private static async Task Refuse(
        CalibrateArguments arguments,
        CalibrationRequest request,
        AwsConnection connection,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (connection.IsAws && !arguments.KnowsManagement)
            Add(
                "the calls are made with the credentials of a real organization's management account",
                "make sure that it is an organization for tests, then say `--i-know`"
            );
        if (bag.HasErrors)
            return;
        var organization = await new ReadOrganization(connection.Organizations).Read([], cancel);
        foreach (var problem in await new CheckCalibration(connection.Experiments).Run(organization, request, cancel))
            Add(
                problem,
                $"name an account and an organization that nobody needs; what a calibration left: {Cleaning(request)}"
            );

        void Add(string problem, string help) =>
            bag.Add(Diagnostic.About(request.Account.Value, CalibrationDiagnostics.Refused, problem, help));
    }

    /// <summary>Yes is too easily said: each account is named once more.</summary>
    private static bool IsConfirmed(
        CalibrateArguments arguments,
        CalibrationRequest request,
        CliContext context,
        CancellationToken cancel
    )
    {
        if (arguments.Yes)
            return true;
        var areNamed =
            context.IsInteractive
            && IsNamed(request.Account, "Type the account's id to begin")
            && (request.Second is not { } second || IsNamed(second, "Type the second account's id, too"));
        if (areNamed)
            return true;
        context.Error.WriteLine(
            context.IsInteractive ? "nothing was done" : "nothing was done: `--yes` confirms where nobody can be asked"
        );
        return false;

        bool IsNamed(AccountId account, string question) =>
            new Questions(context, Ask: true, cancel).Text(question, null, "", _ => null) == account.Value;
    }

    /// <summary>What was measured is not lost for a new measurement; its signature would not be that of the new one.</summary>
    private static bool HasFile(CalibrateArguments arguments, CliContext context)
    {
        if (new[] { arguments.File, SignatureOf(arguments.File) }.FirstOrDefault(context.Files.Exists) is not { } path)
            return false;
        context.PrintFindings([
            Diagnostic.About(
                path,
                CalibrationDiagnostics.Refused,
                "it is there already, and would be overwritten",
                "name another file with `--to`, or move it"
            ),
        ]);
        return true;
    }

    /// <summary>Before an hour is spent on what nobody could sign.</summary>
    private static bool CanSign(CalibrateArguments arguments, CliContext context)
    {
        if (arguments.SignKey is not { } key)
            return true;
        var made = context.Signatures.Sign(ReadOnlyMemory<byte>.Empty, key, Cassette.Purpose);
        if (made.Signature is not null)
            return true;
        context.PrintFindings([
            Diagnostic.About(
                key,
                CalibrationDiagnostics.Refused,
                $"no cassette can be signed with it: {made.Problem}",
                "name another key with `--sign-key`, or leave it out and sign later: `ssh-keygen -Y sign -n amigov-cassette -f KEY FILE`"
            ),
        ]);
        return false;
    }

    private static string SignatureOf(string cassette) => $"{cassette}.sig";

    /// <summary>Whose run it was does not matter, so what is found is shown first.</summary>
    private static async Task<int> CleanUp(
        CalibrateArguments arguments,
        CalibrationRequest request,
        CliContext context,
        AwsConnection connection,
        CancellationToken cancel
    )
    {
        var (aws, accounts) = (connection.Experiments, request.Accounts);
        var (found, left) = await new CleanUpCalibration(aws, accounts) { OnlyTells = true }.Run(cancel);
        CalibrationView.WriteFound(context.Out, found, request);
        if (found.IsEmpty)
            return ReportLeft(left, request, context) ? ExitCodes.Done : ExitCodes.Errors;
        if (!IsConfirmed(arguments, request, context, cancel))
            return ExitCodes.No;
        (var removed, left) = await new CleanUpCalibration(aws, accounts).Run(cancel);
        CalibrationView.WriteRemoved(context.Out, removed);
        return ReportLeft(left, request, context) ? ExitCodes.Done : ExitCodes.Errors;
    }

    private static bool ReportLeft(IReadOnlyCollection<string> left, CalibrationRequest request, CliContext context)
    {
        context.PrintFindings([
            .. left.Select(what =>
                Diagnostic.About(
                    request.Account.Value,
                    CalibrationDiagnostics.NotRemoved,
                    what,
                    $"{Cleaning(request)} tries again"
                )
            ),
        ]);
        return left.Count == 0;
    }

    private static string Cleaning(CalibrationRequest request) =>
        request.Second is { } second
            ? SuggestedCommand.Of(
                $"amigov calibrate --account {request.Account.Value} --second-account {second.Value} --clean-up"
            )
            : SuggestedCommand.Of($"amigov calibrate --account {request.Account.Value} --clean-up");

    private static bool Write(Cassette cassette, CalibrateArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var bytes = CassetteFile.Write(cassette);
        List<GeneratedFile> files = [new(arguments.File, bytes)];
        if (arguments.SignKey is { } key)
        {
            var made = context.Signatures.Sign(bytes, key, Cassette.Purpose);
            if (made.Signature is { } signature)
                files.Add(new GeneratedFile(SignatureOf(arguments.File), signature));
            else
                bag.Add(
                    Diagnostic.About(
                        arguments.File,
                        CalibrationDiagnostics.NotTaken,
                        $"the cassette cannot be signed with `{key}`: {made.Problem}",
                        "it is written without; sign it later with `ssh-keygen -Y sign -n amigov-cassette -f KEY FILE`"
                    )
                );
        }
        var isWritten = context.Files.Write("", files, bag);
        context.PrintFindings(bag.ToSorted());
        if (isWritten)
            context.Out.WriteLine($"cassette: {arguments.File}");
        else
            // A run takes an hour and more: what it found is not lost with the file.
            context.Out.WriteLine(Encoding.UTF8.GetString(bytes));
        return isWritten && !bag.HasErrors;
    }

    private static DateOnly Today(CliContext context) => DateOnly.FromDateTime(context.Time.GetUtcNow().UtcDateTime);

    private static int ExitCodeOf(CalibrationResult result) =>
        result.Findings.All(f => f.Answer is not null) ? ExitCodes.Done : ExitCodes.Incomplete;

    private sealed class Told(CliContext context) : IProgress<string>
    {
        public void Report(string value)
        {
            if (!context.IsQuiet)
                context.Error.WriteLine(value);
        }
    }
}
