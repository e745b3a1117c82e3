using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The address of an SMTP server as it is given on the command line: `HOST` or `HOST:PORT`.</summary>
internal readonly record struct MailServer(string Host, int Port)
{
    private const int SubmissionPort = 587;

    private const int LastPort = 65535;

    public static bool TryParse(string text, out MailServer server)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        var port = colon < 0 ? SubmissionPort : Number(text[(colon + 1)..]);
        server = new MailServer(host, port);
        return HostName.IsValid(host) && port is > 0 and <= LastPort;
    }

    /// <summary>0 for what is no number.</summary>
    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
}
