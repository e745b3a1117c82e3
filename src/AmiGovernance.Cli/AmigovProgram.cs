using System.CommandLine;
using System.CommandLine.Invocation;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli;

/// <summary>The command line; everything that it touches comes from the context.</summary>
internal static class AmigovProgram
{
    /// <summary>After Ctrl-C, a call to AWS that is under way is awaited so long: what was done must be recorded.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> Run(string[] args, CliContext caller, CancellationToken cancel)
    {
        var context = caller.ForOneRun();
        try
        {
            var exitCode = await Answer(args, context, cancel);
            context.Out.Flush();
            context.Error.Flush();
            return exitCode;
        }
        catch (UnwrittenOutputException e)
        {
            // Such as a full disk behind `>`: the answer is not there, so the exit code is not that of the answer.
            await ReportUnwritten(context, e);
            return ExitCodes.Errors;
        }
    }

    private static async Task ReportUnwritten(CliContext context, UnwrittenOutputException raised)
    {
        try
        {
            await context.Error.WriteLineAsync($"the output cannot be written: {raised.Message}");
            await context.Error.FlushAsync();
        }
        catch (UnwrittenOutputException)
        {
            // There is nowhere left to say it.
        }
    }

    private static async Task<int> Answer(string[] args, CliContext context, CancellationToken cancel)
    {
        try
        {
            return await Invoke(args, context, cancel);
        }
        catch (Exception e) when (ForeseenFailure.Of(e) is { } finding)
        {
            context.PrintFindings([finding]);
            return ExitCodes.Errors;
        }
        catch (NothingGivenException e)
        {
            context.Error.WriteLine(e.Message);
            return ExitCodes.BadCommandLine;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception e) when (e is not UnwrittenOutputException)
        {
            // The one boundary: what no operation foresaw is a bug of ours, never of the input.
            context.Error.WriteLine(
                $"amigov {ProductVersion.Text}: this is a bug, please report it with the command line and this text:\n{e}"
            );
            return ExitCodes.Bug;
        }
    }

    private static async Task<int> Invoke(string[] args, CliContext context, CancellationToken cancel)
    {
        var result = Parse(args, context, c => new ProgramCommand(c, new CommandGroups(c, Run).For(args)));
        if (result.Action is ParseErrorAction)
        {
            CommandLineErrors.Write(context.Error, result);
            return ExitCodes.BadCommandLine;
        }
        if ((GivenValues.Problem(result) ?? FileLikeOption.Problem(args, result, context)) is { } problem)
        {
            CommandLineErrors.Write(context.Error, result, problem);
            return ExitCodes.BadCommandLine;
        }
        if (MistypedOptions.In(result).FirstOrDefault() is { } mistyped)
        {
            CommandLineErrors.WriteUnrecognized(context.Error, result, mistyped.Value);
            return ExitCodes.BadCommandLine;
        }
        var configuration = new InvocationConfiguration
        {
            Output = context.Out,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        var exitCode = await result.InvokeAsync(configuration, cancel);
        return args.Length == 0 ? ExitCodes.BadCommandLine : exitCode;
    }

    /// <param name="create">The commands, which hold the context that they are made with; told later how to speak.</param>
    internal static ParseResult Parse(string[] args, CliContext context, Func<CliContext, ProgramCommand> create)
    {
        // What people paste may begin with `@`: it is text, no file of arguments.
        var parsing = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var program = create(context);
        var given = OldSpellings.Replace(program, args.Length == 0 ? ["--help"] : args, out var hints);
        var result = program.Parse(given, parsing);
        if (result.Action is ParseErrorAction)
            return result;
        GlobalOptions.Tell(context.Manner, result);
        if (!context.IsQuiet)
            foreach (var hint in hints)
                context.Error.WriteLine(hint.Hint);
        return context is { Start: "", Config: null }
            ? result
            : program.Parse(GivenPaths.FromRoot(context, result), parsing);
    }

    public static ProgramCommand Create(CliContext context) => new(context, new CommandGroups(context, Run).All());
}
