// Made by `npm run build:api` from the service's routes. Do not edit.
export type paths = {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 运行状态 · Whether the service is ready
         * @description Public.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 接口描述（OpenAPI 3.1） · This document (OpenAPI 3.1)
         * @description Public.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 核验原因代码表 · The reason codes of verdicts
         * @description Public.
         */
        get: operations["listReasons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 证照类型、数据域和部门 · Certificate types, record domains and departments
         * @description Public.
         */
        get: operations["listTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/types/{type}/{major}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 证照类型元数据（供钱包使用） · The type metadata a certificate’s vct leads to
         * @description Public. SD-JWT VC type metadata in canonical JSON; its digest is the certificates’ vct#integrity.
         */
        get: operations["getTypeMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/types/{type}/{major}/template.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 证照显示模板 · How a certificate of the type is drawn
         * @description Public. SVG with a placeholder for every claim; the type metadata carry its digest.
         */
        get: operations["getTypeTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status-lists/{department}/{type}/{major}/{range}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 证照状态列表 · The status list that a certificate’s status claim leads to
         * @description Public. Token Status List (statuslist+jwt) of 131,072 entries of two bits, signed by the department.
         */
        get: operations["getStatusList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/trusted-point": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 本地区及协作地区的信任点 · The trusted points of this region and its partners
         * @description Public. Partners are those of the home PartnerRegistry, each proven by a storage proof. A verifier that must not believe this service pins its own.
         */
        get: operations["getTrustedPoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 各地区的链：区块、链头、批次 · The chains of home and partners: blocks, heads, anchors
         * @description Public. For people to look at; nothing in it is proof.
         */
        get: operations["listChains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 转取链上证据 · Fetches chain evidence for an engine that cannot reach the chain
         * @description Public. The caller checks every byte. Evidence kept from earlier is given while the chain does not answer.
         */
        post: operations["relayEvidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offline-bundles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 离线包内容与大小（下载前查看） · What an offline bundle would hold, and its size
         * @description Public.
         */
        get: operations["describeOfflineBundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offline-bundles/newest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 下载离线包 · An offline bundle: chain evidence to verify with, without a network
         * @description Public. Header, votes, state nodes and the region’s signed maximum age; unproven until the engine opens it.
         */
        get: operations["readOfflineBundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 核验证照或数据应答 · Verifies a certificate, a presentation or a record answer
         * @description Public. With a case and a token it is kept that the case rests on it, and its later changes are told. The artefact itself is never kept.
         */
        post: operations["verifyArtefact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/verification-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 一次核验多份材料 · Verifies many artefacts in one request
         * @description Roles: clerk, department, partner, auditor. The body is lines of {name?, artefact}, read as they come, or a ZIP archive, a JSON bundle or a PDF, read as a whole and recognised by content. The answer begins while lines are still being sent: read it at the same time. A verdict an item, in order; one bad item never sinks the others; the last line says what they come to.
         */
        post: operations["verifySet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/receipts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 核验回执 · A verification receipt
         * @description Roles: clerk, department, partner, auditor. One’s own, or anybody’s for an auditor. The archive with what was verified was given once and is not kept here.
         */
        get: operations["getReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/supersessions/{leaf}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 被替换的证照由哪一份接替 · What replaced a superseded certificate
         * @description Public. Asked by the digest of the certificate’s leaf, which only who holds a copy can compute. Of a partner’s certificate its own service is asked. It is the word of the service that issued it: the chain proves that a certificate is superseded, not by what.
         */
        get: operations["getSupersession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 签发证照 · Issues a certificate
         * @description Roles: department. Waits some seconds for the finished certificate. Requests of the same second share a batch on the chain. With `supersedes` it renews or corrects an earlier licence.
         */
        post: operations["issueCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 证照状态 · A certificate and its state
         * @description Roles: department, citizen, auditor. A department sees its own, a citizen their own, an auditor all without the certificate’s text.
         */
        get: operations["getCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/{id}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 为本人设备密钥签发证照实例 · A further instance of a licence, bound to the holder’s key
         * @description Roles: citizen.
         */
        post: operations["issueInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/{id}/status-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 暂停、恢复、吊销或替换证照 · Suspends, reinstates, revokes or supersedes a licence
         * @description Roles: department. All instances of the licence change in one transaction.
         */
        post: operations["changeStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 预览批量吊销、暂停或恢复 · Shows what a change of many would do
         * @description Roles: department. By list or by query, at most 10,000; nothing is changed. Confirm it by its digest at /v1/status-batches.
         */
        post: operations["previewStatusBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status-batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 确认批量变更状态 · Confirms a change of many that was previewed
         * @description Roles: department. Refused when what would be changed now is not what the digest names.
         */
        post: operations["confirmStatusBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status-batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 批量变更的进度 · How far a change of many is
         * @description Roles: department, auditor.
         */
        get: operations["getStatusBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/issue-batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 本部门提交的登记表 · The registers of the department
         * @description Roles: department.
         */
        get: operations["listIssueBatches"];
        put?: never;
        /**
         * 批量签发：提交登记表 · Issues a register of many rows
         * @description Roles: department. The body is read as a stream, one row a line. Rows that are durable are issued exactly once even if the connection breaks; the same register under the same key goes on where they end.
         */
        post: operations["sendIssueBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/issue-batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 批量签发的进展 · How far a register is
         * @description Roles: department.
         */
        get: operations["getIssueBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/issue-batches/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 批量签发的逐行结果 · What became of each row
         * @description Roles: department.
         */
        get: operations["getIssueBatchResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/issue-batches/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 批量签发进展（服务器推送） · How far a register is, as it changes
         * @description Roles: department. Server-sent events; ends when the register is done or cancelled.
         */
        get: operations["followIssueBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/issue-batches/{id}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 撤回尚未上链的行 · Takes back the rows that are not on their way to the chain
         * @description Roles: department.
         */
        post: operations["cancelIssueBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 收件箱：所依据证照的状态变化 · The inbox: changes of certificates that one’s cases rest on
         * @description Roles: clerk, department, partner.
         */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notices/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 标记收件箱已读至某一条 · Marks the inbox as seen up to a notice
         * @description Roles: clerk, department, partner.
         */
        put: operations["markNoticesSeen"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的通知回调地址 · Where one’s notices are sent
         * @description Roles: clerk, department, partner.
         */
        get: operations["getWebhook"];
        /**
         * 设置通知回调地址 · Says where one’s notices are sent from now on
         * @description Roles: clerk, department, partner. Notices are pushed as Security Event Tokens (RFC 8417, RFC 8935), signed by the key of /.well-known/jwks.json.
         */
        put: operations["setWebhook"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notice-failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 无法送达的通知 · Notices whose webhook was given up
         * @description Roles: operator.
         */
        get: operations["listNoticeFailures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 服务公钥（用于验证通知） · The service’s public keys, for checking notices
         * @description Public.
         */
        get: operations["getServiceKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 提交一批数据记录 · Commits a batch of records of a domain
         * @description Roles: department. Only the department in charge of the domain. Batches of a domain are committed in the order of acceptance.
         */
        post: operations["publishRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/record-queries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 查询一个人的数据记录 · Asks for a person’s record in a domain
         * @description Roles: clerk, partner, citizen. Answers with a proof of presence or absence. No case, no query; the citizen sees every one.
         */
        post: operations["queryRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holdings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的证照、记录和被查阅情况 · My certificates, my records and who looked at them
         * @description Roles: citizen.
         */
        get: operations["getHoldings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/presentations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 开始一次出示 · Opens a slot for showing something to a window
         * @description Roles: citizen.
         */
        post: operations["openPresentation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/presentations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 读取一次出示（仅一次） · Takes a presentation, once
         * @description Public. An id of a partner region is asked of its service. Only the key in the link opens the ciphertext.
         */
        get: operations["takePresentation"];
        /**
         * 放入加密的出示内容 · Puts the encrypted presentation into its slot
         * @description Roles: citizen.
         */
        put: operations["fillPresentation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 事件日志 · The event log, without what is sealed in it
         * @description Roles: auditor, operator.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/examples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 示例文件列表 · The example artefacts to try
         * @description Public.
         */
        get: operations["listExamples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/examples/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一个示例文件 · One example artefact
         * @description Public.
         */
        get: operations["readExample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/development/citizens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 演示用的虚构市民 · The synthetic citizens to sign in as
         * @description Public. Only outside production.
         */
        get: operations["listDevelopmentCitizens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/development/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 签发演示令牌 · A token for trying the API
         * @description Public. Only outside production.
         */
        post: operations["issueDevelopmentToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
};
export type webhooks = Record<string, never>;
export type components = {
    schemas: {
        /** @description Durably accepted; look at Location for what becomes of it. */
        Accepted: {
            /** @description A UUID in lower case. */
            id: string;
            /** @enum {string} */
            state: "accepted" | "anchored";
        };
        /** @description One look at a citizen’s data, in words. */
        Access: {
            /** @description Unix seconds. */
            at: number;
            who: string;
            role: string;
            basis: string;
            case: string;
            what: components["schemas"]["Bilingual"];
        };
        /** @description Where the certificate stands on the chain. */
        Anchor: {
            /** @description 32 bytes in hexadecimal with 0x. */
            id: string;
            block: number;
            index: number;
            size: number;
        };
        /** @description A text for people, Chinese first. */
        Bilingual: {
            zh: string;
            en: string;
        };
        Certificate: {
            /** @description A UUID in lower case. */
            id: string;
            /** @enum {string} */
            state: "accepted" | "anchored" | "issued" | "failed";
            /** @enum {string} */
            status: "valid" | "suspended" | "revoked" | "superseded";
            statusChangePending: boolean;
            licence: string;
            type: string;
            /** @description 统一社会信用代码 (GB 32100). */
            department: string;
            /** @description Unix seconds. */
            issuedAt?: number;
            /** @description Why a failed one failed. */
            reason?: string;
            /** @description Unix seconds. */
            validFrom: number;
            /** @description null: without end. */
            validUntil: number | null;
            /** @description A UUID in lower case. */
            supersededBy?: string;
            /** @description The certificate it was issued to supersede. */
            supersedes?: string;
            instances: {
                /** @description A UUID in lower case. */
                instance: string;
                /** @enum {string} */
                state: "accepted" | "anchored" | "issued" | "failed";
                anchor?: components["schemas"]["Anchor"];
                /** @description Unix seconds. */
                issuedAt?: number;
                reason?: string;
                certificate?: string;
            }[];
            /** @description The SD-JWT VC; only for its department and its holder. */
            certificate?: string;
        };
        Chains: {
            chains: {
                /**
                 * @description A chain by its CAIP-2 name.
                 * @example eip155:370500
                 */
                caip2: string;
                name: components["schemas"]["Bilingual"];
                home: boolean;
                reachable: boolean;
                /** @description Address of a partner’s pages, where a citizen’s code for its windows opens. */
                pages?: string;
                /** @description The newest head with a quorum of votes; time is that of the statement. */
                head?: {
                    height: number;
                    /** @description 32 bytes in hexadecimal with 0x. */
                    hash: string;
                    /** @description Unix seconds. */
                    time: number;
                    ageSeconds: number;
                    votes: number;
                };
                blocks?: {
                    height: number;
                    /** @description 32 bytes in hexadecimal with 0x. */
                    hash: string;
                    /** @description Unix seconds. */
                    time: number;
                    transactions: number;
                }[];
            }[];
            anchors: {
                /** @description 32 bytes in hexadecimal with 0x. */
                id: string;
                /** @description 统一社会信用代码 (GB 32100). */
                department: string;
                type: string;
                size: number;
                height: number;
                /** @description Unix seconds. */
                time: number;
            }[];
            /** @description What waits at home: transactions for the chain, and certificates to be issued. */
            queues: {
                outbox: {
                    depth: number;
                    oldestSeconds: number;
                };
                issuing: {
                    depth: number;
                    oldestSeconds: number;
                };
            };
        };
        Check: {
            /** @enum {string} */
            check: "form" | "algorithm" | "typ" | "disclosure" | "issuer" | "key" | "authority" | "anchor" | "chain" | "status" | "validity" | "holder" | "schema" | "policy" | "record";
            /** @enum {string} */
            outcome: "passed" | "failed" | "undetermined" | "notApplicable";
            code: string;
            detail?: string;
            /** @description Unix seconds. */
            asOf?: number;
            evidence?: {
                [key: string]: unknown;
            };
        };
        ClaimSchema: {
            /** @enum {string} */
            type: "string" | "integer" | "number" | "boolean" | "date" | "month";
            required: boolean;
            disclosable: boolean;
            zh: string;
            en: string;
            maxLength?: number;
            enum?: string[];
            minimum?: number;
            maximum?: number;
            /** @constant */
            subject?: "number";
        };
        /** @description How far the webhook is. */
        Delivery: {
            /** @enum {string} */
            state: "pending" | "delivered" | "dead";
            attempts: number;
            /** @description Unix seconds. */
            nextAt?: number;
            /** @description Unix seconds. */
            at?: number;
            trouble?: string;
        };
        DevelopmentCitizens: {
            citizens: {
                /** @description A UUID in lower case. */
                person: string;
                name: string;
                number: string;
            }[];
        };
        DevelopmentTokenRequest: {
            /** @enum {string} */
            role: "clerk" | "department" | "partner" | "citizen" | "auditor" | "operator";
            /** @description 统一社会信用代码 (GB 32100). */
            department?: string;
            /** @description A UUID in lower case. */
            person?: string;
        };
        /** @description What a register would become; nothing was stored. */
        DryRun: {
            rows: number;
            acceptable: number;
            rejected: number;
            duplicates: number;
            /** @description How often each code occurs. */
            faults: {
                [key: string]: number;
            };
            errors: {
                /** @description From 1; a CSV header is no row. */
                row: number;
                errors: components["schemas"]["RowError"][];
            }[];
        };
        /** @description The log without its sealed parts. */
        Events: {
            events: {
                seq: number;
                /** @description Unix seconds. */
                at: number;
                type: string;
                v: number;
                subject: string;
                actor: string;
                basis?: string;
                case?: string;
                facts?: {
                    [key: string]: unknown;
                };
                prev: string;
                hash: string;
            }[];
            head: {
                seq: number;
                hash: string;
            };
        };
        /** @description Header, votes and EIP-1186 proofs at one block; unproven until checked. */
        EvidenceBundle: {
            /** @constant */
            v: 1;
            /**
             * @description A chain by its CAIP-2 name.
             * @example eip155:370500
             */
            chain: string;
            /** @enum {string} */
            scheme: "attested" | "qbft";
            /** @description RLP of the block header. */
            header: string;
            votes?: {
                kid: string;
                /** @description Unix seconds. */
                time: number;
                /** @description Base64url without padding. */
                sig: string;
            }[];
            seals?: string[];
            accounts: {
                /** @description A contract or account, 20 bytes in hexadecimal with 0x. */
                address: string;
                accountProof: string[];
                storageProof: {
                    key: string;
                    value: string;
                    proof: string[];
                }[];
            }[];
            /** @description statuslist+jwt, unproven. */
            statusList?: string;
            /** @description Changes of the batch’s status up to the block, newest first. */
            statusHistory?: ({
                /** @constant */
                kind: "sparse";
                /** @description Unix seconds. */
                time: number;
                /** @description Bytes in hexadecimal with 0x. */
                previous: string;
                /** @description Bytes in hexadecimal with 0x. */
                changes: string;
            } | {
                /** @constant */
                kind: "dense";
                /** @description Unix seconds. */
                time: number;
                /** @description Bytes in hexadecimal with 0x. */
                previous: string;
                firstWord: number;
                /** @description Bytes in hexadecimal with 0x. */
                words: string;
            })[];
            /** @description When it was fetched; informative. */
            asOf: number;
        };
        /** @description What a plan needs; the relay never sees the artefact. */
        EvidenceRequest: {
            /**
             * @description A chain by its CAIP-2 name.
             * @example eip155:370500
             */
            chain: string;
            slots: components["schemas"]["Slot"][];
            minimumBlock: number;
            /** @description The status list that the certificate names; brought where the region publishes it. */
            statusList?: string;
            /**
             * @description A status list from some seconds ago is not enough: it contradicted the chain.
             * @constant
             */
            fresh?: true;
            /** @description Whose changes of status are wanted, for a verdict on a day in the past. */
            statusHistory?: {
                /** @description A contract or account, 20 bytes in hexadecimal with 0x. */
                contract: string;
                /** @description 32 bytes in hexadecimal with 0x. */
                anchorId: string;
            };
        };
        Examples: {
            examples: string[];
        };
        Health: {
            /** @enum {string} */
            status: "ready" | "starting" | "degraded";
            region: string;
            /**
             * @description A chain by its CAIP-2 name.
             * @example eip155:370500
             */
            caip2: string;
            chain: {
                height: number;
                attestedHeight: number;
                ageSeconds: number;
            } | null;
            outbox: {
                depth: number;
                oldestSeconds: number;
            };
            /** @description Certificates accepted and not yet issued, and how long the oldest has waited. */
            issuing: {
                depth: number;
                oldestSeconds: number;
            };
            version: string;
        };
        Holdings: {
            /** @description A UUID in lower case. */
            person: string;
            name: string;
            certificates: components["schemas"]["Certificate"][];
            records: {
                domain: string;
                answer: components["schemas"]["RecordAnswer"];
                verdict: components["schemas"]["Verdict"];
            }[];
            accesses: components["schemas"]["Access"][];
        };
        Inbox: {
            notices: components["schemas"]["Notice"][];
            /** @description The notice up to which the inbox is marked as seen. */
            seen: string | null;
        };
        /** @description An instance of the licence bound to the holder key. */
        Instance: {
            /** @description A UUID in lower case. */
            instance: string;
            certificate: string;
        };
        InstanceAccepted: {
            /** @description A UUID in lower case. */
            instance: string;
            /** @enum {string} */
            state: "accepted" | "anchored";
        };
        InstanceRequest: {
            jwk: components["schemas"]["P256Jwk"];
            /** @description Compact JWT, typ instance-proof+jwt, ES256, header.jwk = jwk, payload {aud: base, certificate, iat}. */
            proof: string;
        };
        /** @description A register of many rows. */
        IssueBatch: {
            /** @description A UUID in lower case. */
            id: string;
            /**
             * @description receiving until the whole register has come; issuing until every accepted row is settled.
             * @enum {string}
             */
            state: "receiving" | "issuing" | "done" | "cancelled";
            type: string;
            /** @enum {string} */
            format: "ndjson" | "csv";
            /** @description Unix seconds. */
            createdAt: number;
            /** @description Rows that are durable; an upload that broke goes on after them. */
            received: number;
            accepted: number;
            rejected: number;
            /** @description Rows that are certificates already; nothing was issued for them. */
            duplicates: number;
            waiting: number;
            anchored: number;
            issued: number;
            failed: number;
            cancelled: number;
        };
        IssueBatchReceived: {
            /** @description A UUID in lower case. */
            id: string;
            /**
             * @description receiving until the whole register has come; issuing until every accepted row is settled.
             * @enum {string}
             */
            state: "receiving" | "issuing" | "done" | "cancelled";
            type: string;
            /** @enum {string} */
            format: "ndjson" | "csv";
            /** @description Unix seconds. */
            createdAt: number;
            /** @description Rows that are durable; an upload that broke goes on after them. */
            received: number;
            accepted: number;
            rejected: number;
            /** @description Rows that are certificates already; nothing was issued for them. */
            duplicates: number;
            waiting: number;
            anchored: number;
            issued: number;
            failed: number;
            cancelled: number;
            /** @description Rows of this request that were durable before it. */
            repeated: number;
        };
        IssueBatches: {
            batches: components["schemas"]["IssueBatch"][];
        };
        IssueRequest: {
            /** @description Code of a certificate type of /v1/types. */
            type: string;
            subject: components["schemas"]["Subject"];
            claims: {
                [key: string]: unknown;
            };
            /** @description Unix seconds. */
            validFrom?: number;
            /** @description Unix seconds. */
            validUntil?: number;
            supersedes?: components["schemas"]["Supersedes"];
        };
        Issued: {
            /** @description A UUID in lower case. */
            id: string;
            /** @constant */
            state: "issued";
            licence: string;
            certificate: string;
            anchor: components["schemas"]["Anchor"];
        };
        JwkSet: {
            keys: {
                /** @constant */
                kty: "EC";
                /** @constant */
                crv: "P-256";
                x: string;
                y: string;
                /** @description RFC 7638 thumbprint; partners know it as serviceKeyThumbprint. */
                kid: string;
                /** @constant */
                use: "sig";
                /** @constant */
                alg: "ES256";
            }[];
        };
        MadeReceipt: {
            /** @description Under /v1/receipts; only with a case. */
            id?: string;
            /** @description Compact JWS of typ verification-receipt+jwt, signed by the key of /.well-known/jwks.json. */
            jws: string;
        };
        /** @description A certificate that a case rests on changed its status. */
        Notice: {
            /** @description A UUID in lower case. */
            id: string;
            relier: string;
            case: string;
            /** @description A UUID in lower case. */
            reliance: string;
            licence: string;
            /** @enum {string} */
            action: "suspend" | "reinstate" | "revoke" | "supersede";
            /** @enum {string} */
            from: "valid" | "suspended" | "revoked" | "superseded";
            /** @enum {string} */
            to: "valid" | "suspended" | "revoked" | "superseded";
            reason: string;
            height: number;
            supersededBy?: string;
            /** @description Unix seconds. */
            at: number;
            delivery?: components["schemas"]["Delivery"];
        };
        Notices: {
            notices: components["schemas"]["Notice"][];
        };
        NoticesSeen: {
            /** @description A UUID in lower case. */
            through: string;
        };
        /** @description What an offline bundle holds, and how large it is. */
        OfflineBundleSummary: {
            chain: string;
            /** @description The block it is of. */
            height: number;
            blockHash: string;
            /** @description When validators last stood for that block (Unix seconds): the time of its verdicts. */
            asOf: number;
            /** @description As the region signs it; afterwards the bundle decides nothing. */
            maxAgeSeconds: number;
            batches: number;
            /** @description Certificates in these batches. */
            certificates: number;
            /** @description Size of the download. */
            bytes: number;
            /** @description Whether every batch selected is in it; otherwise the newest are. */
            complete: boolean;
        };
        /** @description A P-256 public key (RFC 7518 section 6.2.1). */
        P256Jwk: {
            /** @constant */
            kty: "EC";
            /** @constant */
            crv: "P-256";
            x: string;
            y: string;
        };
        Presentation: {
            /** @description Base64url without padding. */
            ciphertext: string;
            /** @description Base64url without padding. */
            nonce: string;
            audience: string;
            /** @description Unix seconds. */
            expiresAt: number;
        };
        /** @description AES-256-GCM: iv 12 bytes, ciphertext, tag; the key never reaches a service. */
        PresentationContent: {
            /** @description Base64url without padding. */
            ciphertext: string;
        };
        PresentationOpened: {
            /** @description <digits of the region>.<uuid> */
            id: string;
            /** @description Base64url without padding. */
            nonce: string;
            audience: string;
            /** @description Unix seconds. */
            expiresAt: number;
        };
        PresentationRequest: {
            /** @description Who is shown to: `<base>/windows` of a city. */
            audience: string;
        };
        /** @description A refusal (RFC 9457). */
        Problem: {
            /** @description urn:zhenglian:problem:<code> */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description urn:zhenglian:request:<request id> */
            instance: string;
            /** @description Stable; see service/data/problems.json. */
            code: string;
            next: components["schemas"]["Bilingual"];
            errors?: {
                path: string;
                message: string;
            }[];
        };
        Reasons: {
            reasons: {
                code: string;
                /** @enum {string} */
                verdict: "valid" | "invalid" | "undetermined";
                zh: {
                    meaning: string;
                    next: string;
                };
                en: {
                    meaning: string;
                    next: string;
                };
                reference: string;
            }[];
        };
        /** @description Digests and outcome of a verification; nothing that was verified. */
        Receipt: {
            /** @description A UUID in lower case. */
            id: string;
            /** @description Number of the case: letters, digits and . _ / - (64 at most, fewer than 11 digits in a row); never a name or a number of a person. */
            case: string;
            /** @description Unix seconds. */
            at: number;
            /** @description Compact JWS of typ verification-receipt+jwt, signed by the key of /.well-known/jwks.json. */
            jws: string;
        };
        /** @description Proof of presence or absence in the domain map; the root comes from the chain. */
        RecordAnswer: {
            /** @constant */
            v: 1;
            /** @constant */
            kind: "record-answer";
            /**
             * @description A chain by its CAIP-2 name.
             * @example eip155:370500
             */
            chain: string;
            domain: string;
            subject: {
                idType: number;
                number: string;
            };
            vrf: {
                publicKey: components["schemas"]["P256Jwk"];
                /** @description Base64url without padding. */
                proof: string;
                epoch: number;
            };
            /** @description The commit the proof was made for. */
            epoch?: number;
            map: {
                siblings: string[];
                found: {
                    /** @constant */
                    kind: "leaf";
                } | {
                    /** @constant */
                    kind: "empty";
                } | {
                    /** @constant */
                    kind: "other";
                    /** @description Base64url without padding. */
                    key: string;
                    /** @description Base64url without padding. */
                    hash: string;
                };
            };
            leaf?: {
                version: number;
                /** @description Unix seconds. */
                asOf: number;
                flags: number;
                /** @description Base64url without padding. */
                previousLeaf: string;
                /** @description Base64url without padding. */
                fieldRoot: string;
                schema: string;
                size: number;
                fields: {
                    index: number;
                    name: string;
                    value: unknown;
                    /** @description Base64url without padding. */
                    salt: string;
                    proof: string[];
                }[];
            };
        };
        RecordField: {
            /** @enum {string} */
            type: "string" | "integer" | "number" | "boolean" | "date" | "month" | "object" | "list";
            required: boolean;
            zh: string;
            en: string;
            codes?: {
                [key: string]: components["schemas"]["Bilingual"];
            };
            maxLength?: number;
            minimum?: number;
            maximum?: number;
            members?: {
                [key: string]: components["schemas"]["RecordField"];
            };
            /** @constant */
            subject?: "number";
        };
        /** @description No case, no query; the citizen sees every one. */
        RecordQuery: {
            domain: string;
            subject: components["schemas"]["Subject"];
            fields?: string[];
            basis: {
                /** @enum {string} */
                kind: "holder" | "statutory" | "consent";
                reference: string;
            };
            /** @description Number of the case: letters, digits and . _ / - (64 at most, fewer than 11 digits in a row); never a name or a number of a person. */
            case: string;
        };
        RecordsAccepted: {
            /** @description A UUID in lower case. */
            commit: string;
            /** @enum {string} */
            state: "accepted" | "sent";
        };
        RecordsCommitted: {
            /** @description A UUID in lower case. */
            commit: string;
            epoch: number;
            /** @description 32 bytes in hexadecimal with 0x. */
            root: string;
            height: number;
        };
        /** @description One batch of records of a domain, committed to its map as one epoch. */
        RecordsRequest: {
            domain: string;
            /** @description Unix seconds. */
            asOf: number;
            coverage: {
                /** @description Unix seconds. */
                from: number;
                /** @description Unix seconds. */
                through: number;
            };
            records: {
                subject: components["schemas"]["Subject"];
                fields: {
                    [key: string]: unknown;
                };
            }[];
        };
        RowError: {
            code: string;
            /** @description JSON pointer into the row; empty: the row itself. */
            path: string;
            message: string;
        };
        RowResult: {
            /** @description From 1; a CSV header is no row. */
            row: number;
            /** @enum {string} */
            state: "rejected" | "duplicate" | "accepted" | "anchored" | "issued" | "failed" | "cancelled";
            /** @description The certificate; of a duplicate, the one it repeats. */
            id?: string;
            licence?: string;
            errors?: components["schemas"]["RowError"][];
            reason?: string;
            certificate?: string;
        };
        /** @description A list of certificates, or all issued ones of a type accepted in a time. */
        Selection: {
            certificates: (string)[];
        } | {
            type: string;
            /** @description Unix seconds. */
            acceptedFrom: number;
            /** @description Unix seconds. */
            acceptedThrough: number;
            /** @enum {string} */
            status?: "valid" | "suspended";
        };
        /** @description One line: an item with its verdict; the last one: what they come to. */
        SetLine: {
            item: {
                /** @description Its place in the set, from 0. */
                index: number;
                /** @description Its name in what was handed in. */
                path: string;
                /** @enum {string} */
                verdict: "valid" | "invalid" | "undetermined";
                /** @description Reason codes, the deciding one first. */
                codes: string[];
                notices: string[];
                region?: string;
                /** @description Unix seconds. */
                checkedAt: number;
                /** @description The verdict speaks of this time, as asked, and not of checkedAt. */
                asOf?: number;
                /** @description When the chain evidence was true. */
                statementTime?: number;
                supersededBy?: string;
                checks?: components["schemas"]["Check"][];
                claims?: {
                    [key: string]: unknown;
                };
                evidence?: {
                    /**
                     * @description A chain by its CAIP-2 name.
                     * @example eip155:370500
                     */
                    chain: string;
                    height: number;
                    /** @description 32 bytes in hexadecimal with 0x. */
                    blockHash: string;
                    /** @description Unix seconds. */
                    blockTime: number;
                    /** @description Unix seconds. */
                    statementTime: number;
                    ageSeconds: number;
                    /** @description How old it may be. */
                    maxAgeSeconds: number;
                    /** @constant */
                    offline?: true;
                    quorum: number;
                    votes: number;
                    development: boolean;
                };
            };
        } | {
            summary: {
                items: number;
                valid: number;
                invalid: number;
                undetermined: number;
                /** @description false: there were more items than a set may have, a line without end hid what followed it, or the sender stood still. */
                complete: boolean;
                /** @description What does not fit between valid items; absent for more than 100 items. */
                findings?: {
                    code: string;
                    items: number[];
                    zh: {
                        meaning: string;
                        next: string;
                    };
                    en: {
                        meaning: string;
                        next: string;
                    };
                }[];
            };
        };
        /** @description A storage slot that a verdict depends on. */
        Slot: {
            /** @description A contract or account, 20 bytes in hexadecimal with 0x. */
            address: string;
            /** @description 32 bytes in hexadecimal with 0x. */
            slot: string;
        };
        StatusBatch: {
            /** @description A UUID in lower case. */
            id: string;
            /** @description 统一社会信用代码 (GB 32100). */
            department: string;
            actor: string;
            /** @enum {string} */
            action: "suspend" | "reinstate" | "revoke";
            reason: string;
            case?: string;
            /** @description 32 bytes in hexadecimal with 0x. */
            digest: string;
            /** @description Unix seconds. */
            createdAt: number;
            total: number;
            /** @description Final on the chain. */
            changed: number;
            pending: number;
            refused: {
                /** @description A UUID in lower case. */
                certificate: string;
                code: string;
            }[];
        };
        StatusBatchAccepted: {
            /** @description A UUID in lower case. */
            id: string;
            total: number;
        };
        StatusBatchRequest: {
            /** @enum {string} */
            action: "suspend" | "reinstate" | "revoke";
            reason: string;
            /** @description Number of the case: letters, digits and . _ / - (64 at most, fewer than 11 digits in a row); never a name or a number of a person. */
            case?: string;
            selection: components["schemas"]["Selection"];
            /** @description 32 bytes in hexadecimal with 0x. */
            digest: string;
        };
        StatusChangeRequest: {
            /** @enum {string} */
            action: "suspend" | "reinstate" | "revoke" | "supersede";
            reason: string;
            /** @description A UUID in lower case. */
            replacement?: string;
            /** @description Number of the case: letters, digits and . _ / - (64 at most, fewer than 11 digits in a row); never a name or a number of a person. */
            case?: string;
        };
        /** @description The change is final on the chain at this height. */
        StatusChanged: {
            /** @description A UUID in lower case. */
            id: string;
            /** @enum {string} */
            status: "valid" | "suspended" | "revoked" | "superseded";
            height: number;
        };
        StatusPending: {
            /** @description A UUID in lower case. */
            id: string;
            /** @enum {string} */
            status: "valid" | "suspended" | "revoked" | "superseded";
            /** @constant */
            statusChangePending: true;
        };
        /** @description What would be changed now; nothing is. */
        StatusPreview: {
            /** @description Of exactly this change; the confirmation names it. */
            digest: string;
            count: number;
            /** @description The first hundred that would be changed. */
            certificates: string[];
            excluded: {
                /** @description As it was named. */
                certificate: string;
                code: string;
            }[];
        };
        StatusPreviewRequest: {
            /** @enum {string} */
            action: "suspend" | "reinstate" | "revoke";
            reason: string;
            /** @description Number of the case: letters, digits and . _ / - (64 at most, fewer than 11 digits in a row); never a name or a number of a person. */
            case?: string;
            selection: components["schemas"]["Selection"];
        };
        /** @description A person as a window names one; numbers travel in bodies, never in URLs. */
        Subject: {
            /** @enum {string} */
            idType: "citizen-id" | "passport" | "hkmt-permit" | "taiwan-permit" | "foreign-permanent-resident";
            number: string;
        };
        /** @description Renews or corrects: same licence serial, next version; the old one is superseded when this is issued. */
        Supersedes: {
            /** @description A UUID in lower case. */
            certificate: string;
            /** @description Of the statusReasons of /v1/types, one for supersede. */
            reason: string;
        };
        Supersession: {
            /** @description Its licence identifier (电子证照标识). */
            supersededBy: string | null;
        };
        Token: {
            token: string;
            /** @description Unix seconds. */
            expiresAt: number;
        };
        /** @description What a verifier must know of a region beforehand, and all it must believe. */
        TrustedPoint: {
            /**
             * @description A chain by its CAIP-2 name.
             * @example eip155:370500
             */
            caip2: string;
            name: components["schemas"]["Bilingual"];
            base: string;
            /** @description 32 bytes in hexadecimal with 0x. */
            genesisHash: string;
            contracts: {
                /** @description A contract or account, 20 bytes in hexadecimal with 0x. */
                council: string;
                /** @description A contract or account, 20 bytes in hexadecimal with 0x. */
                accessManager: string;
                /** @description A contract or account, 20 bytes in hexadecimal with 0x. */
                authorityRegistry: string;
                /** @description A contract or account, 20 bytes in hexadecimal with 0x. */
                certificateAnchors: string;
                /** @description A contract or account, 20 bytes in hexadecimal with 0x. */
                recordRegistry: string;
                /** @description A contract or account, 20 bytes in hexadecimal with 0x. */
                useLedger: string;
                /** @description A contract or account, 20 bytes in hexadecimal with 0x. */
                partnerRegistry: string;
            };
            /** @enum {string} */
            scheme: "attested" | "qbft";
            validators: {
                key: components["schemas"]["P256Jwk"] | string;
                fromHeight: number;
                toHeight?: number;
            }[];
            rootX5tS256: string[];
            maxAgeSeconds: number;
            trustPeriodSeconds: number;
            development: boolean;
        };
        TrustedPoints: {
            trustedPoint: components["schemas"]["TrustedPoint"];
            partners: components["schemas"]["TrustedPoint"][];
        };
        Types: {
            types: {
                code: string;
                major: number;
                name: components["schemas"]["Bilingual"];
                owner: string;
                typeCode: string;
                claims: {
                    [key: string]: components["schemas"]["ClaimSchema"];
                };
                validityMonths: number | null;
            }[];
            domains: {
                code: string;
                name: components["schemas"]["Bilingual"];
                owner: string;
                schemaVersion: number;
                fields: {
                    [key: string]: components["schemas"]["RecordField"];
                };
            }[];
            departments: {
                /** @description 统一社会信用代码 (GB 32100). */
                uscc: string;
                kind: string;
                name: components["schemas"]["Bilingual"];
            }[];
            /** @description Reasons of status changes, and the actions each may stand for. */
            statusReasons: {
                code: string;
                actions: ("suspend" | "reinstate" | "revoke" | "supersede")[];
                zh: string;
                en: string;
            }[];
        };
        Verdict: {
            /** @enum {string} */
            verdict: "valid" | "invalid" | "undetermined";
            /** @description Reason codes, the deciding one first. */
            codes: string[];
            checks: components["schemas"]["Check"][];
            notices: string[];
            region?: string;
            evidence?: {
                /**
                 * @description A chain by its CAIP-2 name.
                 * @example eip155:370500
                 */
                chain: string;
                height: number;
                /** @description 32 bytes in hexadecimal with 0x. */
                blockHash: string;
                /** @description Unix seconds. */
                blockTime: number;
                /** @description Unix seconds. */
                statementTime: number;
                ageSeconds: number;
                /** @description How old it may be. */
                maxAgeSeconds: number;
                /** @constant */
                offline?: true;
                quorum: number;
                votes: number;
                development: boolean;
            };
            claims?: {
                [key: string]: unknown;
            };
            /** @description Unix seconds. */
            checkedAt: number;
            /** @description The verdict speaks of this time, as asked, and not of checkedAt. */
            asOf?: number;
        };
        /** @description A verdict with the meaning of every code in it. */
        Verification: {
            /** @enum {string} */
            verdict: "valid" | "invalid" | "undetermined";
            /** @description Reason codes, the deciding one first. */
            codes: string[];
            checks: components["schemas"]["Check"][];
            notices: string[];
            region?: string;
            evidence?: {
                /**
                 * @description A chain by its CAIP-2 name.
                 * @example eip155:370500
                 */
                chain: string;
                height: number;
                /** @description 32 bytes in hexadecimal with 0x. */
                blockHash: string;
                /** @description Unix seconds. */
                blockTime: number;
                /** @description Unix seconds. */
                statementTime: number;
                ageSeconds: number;
                /** @description How old it may be. */
                maxAgeSeconds: number;
                /** @constant */
                offline?: true;
                quorum: number;
                votes: number;
                development: boolean;
            };
            claims?: {
                [key: string]: unknown;
            };
            /** @description Unix seconds. */
            checkedAt: number;
            /** @description The verdict speaks of this time, as asked, and not of checkedAt. */
            asOf?: number;
            reasons: {
                code: string;
                zh: string;
                en: string;
            }[];
            /** @description Licence identifier of what replaced it. */
            supersededBy?: string;
            receipt?: components["schemas"]["MadeReceipt"];
            archive?: components["schemas"]["VerificationArchive"];
            /** @description A valid certificate of this region and a case were given: its later changes come to /v1/notices. */
            reliance?: string;
        };
        /** @description Personal data: all that is needed to do the verification again without any service (npm run verify -- FILE). The service does not keep it. */
        VerificationArchive: {
            /** @constant */
            v: 1;
            /** @constant */
            kind: "verification-archive";
            artefact: string;
            evidence: {
                [key: string]: unknown;
            } | null;
            trustedPoint: {
                [key: string]: unknown;
            } | null;
            receipt: string;
        };
        VerificationRequest: {
            /** @description The text as it was received. */
            artefact: string;
            /**
             * @description Default: window.
             * @enum {string}
             */
            policy?: "window" | "presentation" | "self";
            /** @description What the holder was asked to sign; required by the policy presentation. */
            holder?: {
                audience: string;
                nonce: string;
            };
            /** @description The verdict is to speak of that time, by the chain of status changes; not later than now. */
            asOf?: number;
            /** @description A Token Status List (statuslist+jwt) to compare with the chain; without it a partner’s is fetched where it answers. */
            statusList?: string;
            /** @description true: with a signed receipt, and the archive by which it can be checked again years later. */
            receipt?: boolean;
            /** @description The matter that will rest on it; needs a token of a clerk, department or partner. */
            case?: string;
        };
        VerifiedRecordAnswer: {
            answer: components["schemas"]["RecordAnswer"];
            verdict: components["schemas"]["Verdict"];
        };
        Webhook: {
            url: string | null;
        };
        WebhookRequest: {
            /** @description null takes the webhook back. */
            url: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
};
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Starting, or degraded: the body says what is missing. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document; for people at /docs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReasons: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every code with its meaning and next action. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reasons"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What this region issues and keeps, and who. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Types"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTypeMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                type: string;
                major: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata. */
            200: {
                headers: {
                    /** @description Of these bytes; If-None-Match is answered with 304. */
                    ETag?: string;
                    /** @description For how long it may be kept. */
                    "Cache-Control"?: string;
                    /** @description Any: it is public, and pages of others may read it. */
                    "Access-Control-Allow-Origin"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description As the client has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `type.unknown`: There is no such certificate type */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTypeTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                type: string;
                major: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template. */
            200: {
                headers: {
                    /** @description Of these bytes; If-None-Match is answered with 304. */
                    ETag?: string;
                    /** @description For how long it may be kept. */
                    "Cache-Control"?: string;
                    /** @description Any: it is public, and pages of others may read it. */
                    "Access-Control-Allow-Origin"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description As the client has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `type.unknown`: There is no such certificate type */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStatusList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 统一社会信用代码 (GB 32100). */
                department: string;
                type: string;
                major: string;
                range: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list as it was proven on the chain at its iat. */
            200: {
                headers: {
                    /** @description Of these bytes; If-None-Match is answered with 304. */
                    ETag?: string;
                    /** @description For how long it may be kept. */
                    "Cache-Control"?: string;
                    /** @description Any: it is public, and pages of others may read it. */
                    "Access-Control-Allow-Origin"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/statuslist+jwt": string;
                };
            };
            /** @description As the client has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `status.listUnknown`: There is no such status list */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signer.refused`: The department's signer refuses this piece of work */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `chain.unreachable`: The region's chain does not answer; `chain.behind`: The region's chain has not reached the block yet; `signer.unavailable`: The department's signer does not answer; `store.conflict`: The same thing is being changed by somebody else; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrustedPoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Home and partners. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrustedPoints"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChains: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A chain that does not answer is there with reachable false. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chains"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    relayEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvidenceRequest"];
            };
        };
        responses: {
            /** @description Header, votes and proofs of the slots at one block. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceBundle"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `chain.unknown`: This region does not know that chain */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `chain.unreachable`: The region's chain does not answer; `chain.behind`: The region's chain has not reached the block yet */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    describeOfflineBundle: {
        parameters: {
            query?: {
                /** @description Home when absent; or a partner, whose own service is asked. */
                chain?: string;
                /** @description Separated by commas; without it all. */
                department?: string;
                /** @description Separated by commas; without it all. */
                type?: string;
                /** @description Batches anchored then or later (Unix seconds). */
                from?: string;
                /** @description Batches anchored then or earlier (Unix seconds). */
                through?: string;
                /** @description So many of the newest batches. */
                newest?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What would be downloaded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfflineBundleSummary"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bundle.notOffered`: This region gives no offline bundles; `chain.unknown`: This region does not know that chain */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests; `bundle.busy`: As many offline bundles are being made or sent as are at once */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `chain.unreachable`: The region's chain does not answer; `chain.behind`: The region's chain has not reached the block yet; `partner.unreachable`: The partner region's service does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOfflineBundle: {
        parameters: {
            query?: {
                /** @description Home when absent; or a partner, whose own service is asked. */
                chain?: string;
                /** @description Separated by commas; without it all. */
                department?: string;
                /** @description Separated by commas; without it all. */
                type?: string;
                /** @description Batches anchored then or later (Unix seconds). */
                from?: string;
                /** @description Batches anchored then or earlier (Unix seconds). */
                through?: string;
                /** @description So many of the newest batches. */
                newest?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bundle, in canonical JSON. */
            200: {
                headers: {
                    /** @description Of these bytes; If-None-Match is answered with 304. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description As the client has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bundle.notOffered`: This region gives no offline bundles; `chain.unknown`: This region does not know that chain */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests; `bundle.busy`: As many offline bundles are being made or sent as are at once */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `chain.unreachable`: The region's chain does not answer; `chain.behind`: The region's chain has not reached the block yet; `partner.unreachable`: The partner region's service does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyArtefact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerificationRequest"];
            };
        };
        responses: {
            /** @description valid, invalid or undetermined, with the reasons. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifySet: {
        parameters: {
            query?: {
                /** @description Default: window. */
                policy?: "window" | "presentation" | "self";
                /** @description Unix seconds, not later than now: the verdicts are to speak of that time. */
                asOf?: string;
                /** @description true: with checks, evidence and what was disclosed. */
                full?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
                "application/jsonl": string;
                "application/zip": string;
                "application/json": string;
                "application/pdf": string;
                "text/plain": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description One JSON value a line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["SetLine"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `upload.broken`: The upload broke off */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `set.tooLarge`: The set has more bytes than one may have */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests; `set.busy`: As many sets are being verified as are done at once */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID in lower case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `receipt.unknown`: There is no such receipt */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSupersession: {
        parameters: {
            query?: {
                /** @description Of the certificate; home when absent. */
                chain?: string;
            };
            header?: never;
            path: {
                /** @description 32 bytes in hexadecimal with 0x. */
                leaf: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description null: nothing did, as far as this region knows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supersession"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `chain.unknown`: This region does not know that chain */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `partner.unreachable`: The partner region's service does not answer; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueCertificate: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this piece of work; repeating it with the same body gives the same answer. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueRequest"];
            };
        };
        responses: {
            /** @description Issued: anchored, final and signed. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issued"];
                };
            };
            /** @description Durably accepted; it will be issued exactly once. */
            202: {
                headers: {
                    /** @description Where to see what becomes of it. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply; `idempotency.missing`: The Idempotency-Key is missing */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that; `certificate.notInCharge`: This department does not issue that type */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency.mismatch`: The same Idempotency-Key came with another body; `certificate.failed`: The certificate could not be issued; `status.changePending`: A status change of this licence is under way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate.typeUnknown`: The region issues no certificate of this type; `certificate.predecessorUnusable`: That certificate cannot be superseded by this one; `certificate.validityInvalid`: The certificate would end before it begins; `certificate.claimsInvalid`: The claims are not what the type demands; `status.reasonUnknown`: The reason is none for this action; `subject.invalid`: The number cannot be one of its kind of document */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests; `queue.full`: More certificates are on their way than the service takes */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signer.unavailable`: The department's signer does not answer; `store.conflict`: The same thing is being changed by somebody else; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID in lower case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its state; any other certificate looks like none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate.unknown`: There is no such certificate */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueInstance: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this piece of work; repeating it with the same body gives the same answer. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description A UUID in lower case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstanceRequest"];
            };
        };
        responses: {
            /** @description Issued. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instance"];
                };
            };
            /** @description Durably accepted. */
            202: {
                headers: {
                    /** @description Where to see what becomes of it. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceAccepted"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply; `idempotency.missing`: The Idempotency-Key is missing */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate.unknown`: There is no such certificate */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency.mismatch`: The same Idempotency-Key came with another body; `certificate.final`: The licence is revoked or superseded; `certificate.underWay`: The certificate is not issued yet; `certificate.instanceLimit`: The licence has as many instances as it may have; `certificate.failed`: The certificate could not be issued; `status.changePending`: A status change of this licence is under way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate.holderProof`: The proof of possession of the key is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signer.unavailable`: The department's signer does not answer; `store.conflict`: The same thing is being changed by somebody else; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeStatus: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this piece of work; repeating it with the same body gives the same answer. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description A UUID in lower case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusChangeRequest"];
            };
        };
        responses: {
            /** @description Final on the chain. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusChanged"];
                };
            };
            /** @description Durably accepted. */
            202: {
                headers: {
                    /** @description Where to see what becomes of it. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusPending"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply; `idempotency.missing`: The Idempotency-Key is missing */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate.unknown`: There is no such certificate */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency.mismatch`: The same Idempotency-Key came with another body; `status.transition`: The certificate's status does not permit this change; `status.changePending`: A status change of this licence is under way; `certificate.underWay`: The certificate is not issued yet; `status.refused`: The contract refused the status change */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `status.reasonUnknown`: The reason is none for this action; `status.replacementUnusable`: The replacement cannot be used */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signer.unavailable`: The department's signer does not answer; `store.conflict`: The same thing is being changed by somebody else; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewStatusBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusPreviewRequest"];
            };
        };
        responses: {
            /** @description How many, which, and which not and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusPreview"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `status.reasonUnknown`: The reason is none for this action; `status.selectionTooLarge`: More certificates are chosen than one batch may hold */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmStatusBatch: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this piece of work; repeating it with the same body gives the same answer. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusBatchRequest"];
            };
        };
        responses: {
            /** @description Durably accepted; every certificate of the preview is changed. */
            202: {
                headers: {
                    /** @description Where to see how far it is. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusBatchAccepted"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply; `idempotency.missing`: The Idempotency-Key is missing */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency.mismatch`: The same Idempotency-Key came with another body; `status.previewChanged`: What would be changed is not what was previewed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `status.reasonUnknown`: The reason is none for this action; `status.selectionTooLarge`: More certificates are chosen than one batch may hold */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.conflict`: The same thing is being changed by somebody else; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStatusBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID in lower case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changed, pending and refused. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusBatch"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `status.batchUnknown`: There is no such batch */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listIssueBatches: {
        parameters: {
            query?: {
                /** @description Id of the oldest register seen. */
                before?: string;
                /** @description Default 20, at most 100. */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssueBatches"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendIssueBatch: {
        parameters: {
            query: {
                /** @description Code of a certificate type of /v1/types. */
                type: string;
                /** @description Rows left out because they are durable: 0, or `received`. */
                from?: string;
                /** @description true: only check. */
                dryRun?: "true" | "false";
            };
            header: {
                /** @description Names this piece of work; repeating it with the same body gives the same answer. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
                "application/jsonl": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description The report of a dry run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description The whole register is durable and on its way. */
            202: {
                headers: {
                    /** @description Where to see what becomes of it. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssueBatchReceived"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `upload.broken`: The upload broke off; `idempotency.missing`: The Idempotency-Key is missing */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that; `certificate.notInCharge`: This department does not issue that type */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency.mismatch`: The same Idempotency-Key came with another body; `register.busy`: Another request is sending this register; `register.cancelled`: The register was cancelled; `register.position`: The rows do not go on where the durable ones end */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `register.rowEndless`: A row goes on without end; `register.tooLong`: The register has more rows than one may have */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate.typeUnknown`: The region issues no certificate of this type; `register.headerInvalid`: The CSV header does not fit the certificate type */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests; `queue.full`: More certificates are on their way than the service takes */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signer.unavailable`: The department's signer does not answer; `store.conflict`: The same thing is being changed by somebody else; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIssueBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID in lower case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts of its rows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssueBatch"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `register.unknown`: There is no such register */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIssueBatchResults: {
        parameters: {
            query?: {
                /** @description Results up to this row are left out. */
                after?: string;
                /** @description true: with the texts of issued certificates. */
                certificates?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description A UUID in lower case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One result a line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["RowResult"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `register.unknown`: There is no such register */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followIssueBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID in lower case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts, whenever they have changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["IssueBatch"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `register.unknown`: There is no such register */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelIssueBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID in lower case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The register afterwards. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssueBatch"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `register.unknown`: There is no such register */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.conflict`: The same thing is being changed by somebody else; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotices: {
        parameters: {
            query?: {
                /** @description Id of the last notice of the page before. */
                after?: string;
                /** @description Which come first. Default: oldest. */
                order?: "oldest" | "newest";
                /** @description Default 100, at most 1000. */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One’s own notices. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inbox"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markNoticesSeen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticesSeen"];
            };
        };
        responses: {
            /** @description Kept. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `notice.unknown`: There is no such notice in the inbox */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description null: nowhere, the inbox alone has them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description Kept. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook.unusable`: The address cannot be a webhook */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNoticeFailures: {
        parameters: {
            query?: {
                /** @description Default 100, at most 1000. */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first; their inboxes have them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notices"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServiceKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JWK Set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JwkSet"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishRecords: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this piece of work; repeating it with the same body gives the same answer. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordsRequest"];
            };
        };
        responses: {
            /** @description Final on the chain. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordsCommitted"];
                };
            };
            /** @description Durably accepted; repeat the same request to learn more. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordsAccepted"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply; `idempotency.missing`: The Idempotency-Key is missing */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that; `record.notInCharge`: This department is not in charge of the domain */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency.mismatch`: The same Idempotency-Key came with another body; `record.commitRefused`: The contract refused the commit */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `record.domainUnknown`: The region keeps no records of that name; `record.timesInvalid`: The coverage or reading time of the batch cannot be; `record.fieldsInvalid`: The records are not what the domain demands; `subject.invalid`: The number cannot be one of its kind of document */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signer.unavailable`: The department's signer does not answer; `store.conflict`: The same thing is being changed by somebody else; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    queryRecords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordQuery"];
            };
        };
        responses: {
            /** @description The answer, an artefact of its own, and what this region’s engine says of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifiedRecordAnswer"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that; `auth.notYours`: This belongs to somebody else */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `record.domainUnknown`: The region keeps no records of that name; `record.fieldUnknown`: The domain has no field of that name; `subject.invalid`: The number cannot be one of its kind of document */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signer.unavailable`: The department's signer does not answer; `store.conflict`: The same thing is being changed by somebody else; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHoldings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything the region holds of the citizen who asks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Holdings"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `person.unknown`: The region holds nothing of this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signer.unavailable`: The department's signer does not answer; `store.unavailable`: Nothing can be stored at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openPresentation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresentationRequest"];
            };
        };
        responses: {
            /** @description A nonce to sign; the slot lives 60 seconds. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresentationOpened"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `presentation.full`: Too many presentations at once */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    takePresentation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description <digits of the region>.<uuid> */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ciphertext, nonce and audience. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Presentation"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `presentation.unknown`: No such presentation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `presentation.gone`: This presentation was read already or has expired */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `partner.unreachable`: The partner region's service does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fillPresentation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description <digits of the region>.<uuid> */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresentationContent"];
            };
        };
        responses: {
            /** @description Kept until it is taken or expires. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that; `auth.notYours`: This belongs to somebody else */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `presentation.unknown`: No such presentation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `presentation.gone`: This presentation was read already or has expired */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Sequence number of the last event seen. */
                after?: string;
                /** @description Default 100, at most 1000. */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events in order, and the head of the log. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Events"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.missing`: A token is needed; `auth.invalid`: The token is not valid here; `auth.expired`: The token has expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `auth.role`: This role may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExamples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description File names; none is no error. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Examples"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readExample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `example.unknown`: There is no such example */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDevelopmentCitizens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Numbers are masked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DevelopmentCitizens"];
                };
            };
            /** @description `route.unknown`: There is nothing at this address */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueDevelopmentToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DevelopmentTokenRequest"];
            };
        };
        responses: {
            /** @description A bearer token of the role. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description `request.invalid`: The request does not have the shape this endpoint takes; `body.malformed`: The body is not valid JSON; `body.tooDeep`: The body is nested too deeply */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `route.unknown`: There is nothing at this address */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.tooLarge`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body.contentType`: The body is of an unsupported type; `body.encoding`: The body's encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `development.department`: The region has no such department; `development.person`: The region knows no such person */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate.limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
