using System.CommandLine;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>The report of `trail scan`, made by ClickHouse servers where the trail is too large for one machine.</summary>
internal static class TrailClickHouseCommand
{
    private const string UserVariable = "CLICKHOUSE_USER";
    private const string PasswordVariable = "CLICKHOUSE_PASSWORD";

    public static Command Create(CliContext context)
    {
        var url = new Option<Uri?>("--url")
        {
            Description = "The server's HTTP interface, such as https://clickhouse.example:8443",
            HelpName = "URL",
            CustomParser = Address,
        };
        var s3 = new Option<string?>("--s3")
        {
            Description =
                "The trail's bucket and prefix as the servers reach it: s3://BUCKET/PREFIX, or an https:// URL",
            HelpName = "URL",
        };
        var path = new Option<string?>("--path")
        {
            Description = "A folder or pattern below the server's user_files instead",
            HelpName = "PATH",
        };
        var cluster = new Option<string?>("--cluster")
        {
            Description = "Share the reading of --s3 among the servers of this cluster",
            HelpName = "NAME",
        };
        var print = new Option<bool>("--print-sql") { Description = "Print the queries and run nothing" };
        var command = new Command(
            "clickhouse",
            $"Ask a ClickHouse server what `trail scan` counts; {UserVariable} and {PasswordVariable} hold the credentials"
        );
        var (options, shown) = (
            new TrailQuestionOptions("--region", "Count events of this Region only; may be given several times"),
            new TrailReportOptions(canReplay: true)
        );
        foreach (var option in new Option[] { url, s3, path, cluster })
            command.Add(option);
        shown.AddTo(options.AddTo(command)).Add(print);
        command.Validators.Add(result =>
        {
            if (result.GetValue(s3) is null == result.GetValue(path) is null)
                result.AddError("give one of '--s3' and '--path': where the server finds the trail");
            if (result.GetValue(cluster) is not null && result.GetValue(s3) is null)
                result.AddError("'--cluster' needs '--s3': a folder is read by one server");
            if (result.GetResult(url) is null && !result.GetValue(print))
                result.AddError("'--url' is missing: the server that is asked");
        });
        command.SetAction(
            async (result, cancel) =>
            {
                using var run = TrailRun.Open(context, result, options, shown);
                if (run is null)
                    return ExitCodes.Errors;
                var dialect = new ClickHouseDialect(
                    new ClickHouseSource(
                        result.GetValue(s3) ?? result.GetValue(path) ?? "",
                        result.GetValue(s3) is not null,
                        result.GetValue(cluster)
                    )
                );
                using var server = new ClickHouseServer(
                    result.GetValue(url) ?? new Uri("http://127.0.0.1:8123"),
                    context.Environment(UserVariable),
                    context.Environment(PasswordVariable)
                );
                var query = new QueryTrail(server, dialect, run.Question);
                if (result.GetValue(print))
                {
                    context.Out.Write(
                        $"-- how many files there are\n{query.Listing};\n\n-- what they say\n{query.Text};\n"
                    );
                    return ExitCodes.Done;
                }
                try
                {
                    using var progress = new ProgressLine(context);
                    var found = await query.Run(
                        (files, bytes) =>
                            progress.Show(
                                $"{TrailText.Of(files, "file")}, {TrailText.Size(bytes)} stored; the server reads them"
                            ),
                        cancel
                    );
                    progress.Dispose();
                    return run.Report(found);
                }
                catch (QueryFailureException e)
                {
                    context.PrintFindings([QueryDiagnostics.Of(e, "ClickHouse")]);
                    return ExitCodes.Errors;
                }
            }
        );
        return command;
    }

    private static Uri? Address(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            result.AddError("'--url' is no address; write it as https://clickhouse.example:8443");
        else if (url.UserInfo.Length > 0)
            result.AddError(
                $"'--url' holds credentials, which others can see; put them into {UserVariable} and {PasswordVariable}"
            );
        else
            return url;
        return null;
    }
}
