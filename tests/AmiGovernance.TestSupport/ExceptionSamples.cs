using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Proposals;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.TestSupport;

/// <summary>Who approves, and the runbook's file before its example exception is in it.</summary>
internal static class ExceptionSamples
{
    public const string Approvers = """
        {
          "people": {
            "sam": { "name": "Sam Rivera", "emails": ["sam@company.com"], "handle": "@srivera" },
            "kim": { "name": "Kim Lee", "emails": ["kim@company.com"], "handle": "@klee" },
            "pat": { "name": "Pat Moreno", "emails": ["pat@company.com"], "handle": "@pmoreno" },
            "alex": { "name": "Alex Kim", "emails": ["alex@company.com"] }
          },
          "roles": { "security_lead": ["sam"], "cloud_architect": ["kim"], "platform_team": ["pat"] }
        }
        """;

    /// <param name="ticket">That of the one exception to be taken out.</param>
    public static string WithoutEntry(string config, string ticket)
    {
        var read = ConfigReader.Read(SourceText.FromString("c", config), new DiagnosticBag())!;
        var entry = read.Exceptions.Single(e => e.Ticket == ticket);
        return Encoding.UTF8.GetString(ExceptionEntry.Remove(read, entry));
    }
}
