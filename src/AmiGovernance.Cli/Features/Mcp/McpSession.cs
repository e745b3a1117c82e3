using System.Collections.Immutable;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>The tools as the protocol has them.</summary>
internal sealed class McpSession(ImmutableArray<McpTool> tools, AskedCommand asked)
{
    /// <summary>Handlers are named one by one: nothing is looked for by reflection.</summary>
    public McpServerOptions Options() =>
        new()
        {
            ServerInfo = new Implementation { Name = "amigov", Version = ProductVersion.Text },
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
            Handlers = new McpServerHandlers { ListToolsHandler = List, CallToolHandler = Call },
        };

    private ValueTask<ListToolsResult> List(RequestContext<ListToolsRequestParams> request, CancellationToken cancel) =>
        ValueTask.FromResult(new ListToolsResult { Tools = [.. tools.Select(Described)] });

    private static Tool Described(McpTool tool) =>
        new()
        {
            Name = tool.Name,
            Description = tool.Description,
            InputSchema = tool.Schema(),
            Annotations = new ToolAnnotations
            {
                ReadOnlyHint = true,
                DestructiveHint = false,
                IdempotentHint = true,
                OpenWorldHint = false,
            },
        };

    private async ValueTask<CallToolResult> Call(
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancel
    )
    {
        var name = request.Params?.Name ?? "";
        if (tools.FirstOrDefault(t => t.Name == name) is not { } tool)
            throw new McpProtocolException($"there is no tool `{Sanitize.Text(name)}`", McpErrorCode.InvalidParams);
        var given = request.Params?.Arguments?.ToList() ?? [];
        if (ToolArguments.Read(tool.All, given, out var problem) is not { } arguments)
            return Answer([problem], isError: true);
        if (tool.Missing(arguments) is { } missing)
            return Answer([missing], isError: true);
        var answer = await asked.Run(tool.WordsOf(arguments), tool.Given(arguments), cancel);
        var isAnswered = answer.ExitCode is ExitCodes.Done or ExitCodes.No or ExitCodes.Incomplete;
        return Answer([answer.Out, answer.Error, $"exit code {answer.ExitCode}"], !isAnswered);
    }

    /// <summary>What the command printed, what it found, and how it ended; each a block of its own.</summary>
    private static CallToolResult Answer(string[] texts, bool isError) =>
        new()
        {
            Content = [.. texts.Select((text, i) => (text, i)).Where(t => t.i == 0 || t.text.Length > 0).Select(Block)],
            IsError = isError,
        };

    private static ContentBlock Block((string Text, int At) part) => new TextContentBlock { Text = part.Text };
}
