using System.CommandLine;
using AmiGovernance.Cli.Commands;

namespace AmiGovernance.Cli;

/// <summary>The command line; everything that it touches comes from the context.</summary>
public static class AmigovProgram
{
    public static int Run(string[] args, CliContext context)
    {
        try
        {
            var result = Create(context).Parse(args);
            var exitCode = result.Invoke(new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false });
            return result.Errors.Count > 0 ? ExitCodes.BadCommandLine : exitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception e)
        {
            // The one boundary: what no operation foresaw is a bug of ours, never of the input.
            context.Error.WriteLine($"amigov {ProductVersion.Text}: this is a bug, please report it with the command line and this text:\n{e}");
            return ExitCodes.Bug;
        }
        finally
        {
            context.Out.Flush();
            context.Error.Flush();
        }
    }

    public static RootCommand Create(CliContext context) => new("Governs which machine images (AMIs) an AWS Organization may launch, create and share")
    {
        InitCommand.Create(context),
        GenerateCommand.Create(context),
        ValidateCommand.Create(context),
        AllowlistCommand.Create(context),
        ExceptionsCommand.Create(context),
        SchemaCommand.Create(context),
        CodeCommand.Create(context),
        CompletionCommand.Create(context),
    };
}
