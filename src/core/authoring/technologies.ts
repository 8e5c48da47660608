/** Services that everybody runs, and by which names keys and packages mean them. */

export interface Technology {
  /** With its article. */
  readonly title: string;
  /** Names that a contract of it has. */
  readonly names: readonly string[];
  /** What configuration keys call it, without `_URL` and the like. */
  readonly keys: readonly string[];
  /** Packages that talk to it, in lower case: npm, PyPI, Maven artifacts, Go modules by their last part. */
  readonly clients: readonly string[];
  /** A kind of service, and not one product. */
  readonly isGeneric?: boolean;
}

export const technologies: readonly Technology[] = [
  {
    title: 'PostgreSQL',
    names: ['postgresql', 'postgres'],
    keys: ['postgres', 'postgresql', 'pg'],
    clients: [
      'pg',
      'postgres',
      'psycopg',
      'psycopg2',
      'psycopg2-binary',
      'asyncpg',
      'postgresql',
      'pgx',
      'pgxpool',
      'pq',
      'npgsql',
    ],
  },
  {
    title: 'MySQL or MariaDB',
    names: ['mysql', 'mariadb'],
    keys: ['mysql', 'mariadb'],
    clients: [
      'mysql',
      'mysql2',
      'mysqlclient',
      'pymysql',
      'mysql-connector-java',
      'mysql-connector-j',
      'mariadb-java-client',
    ],
  },
  {
    title: 'MongoDB',
    names: ['mongodb', 'mongo'],
    keys: ['mongo', 'mongodb'],
    clients: ['mongodb', 'mongoose', 'pymongo', 'mongo-driver', 'mongodb-driver-sync'],
  },
  {
    title: 'Redis',
    names: ['redis', 'valkey'],
    keys: ['redis', 'valkey'],
    clients: ['redis', 'ioredis', 'jedis', 'lettuce-core', 'go-redis', 'stackexchange.redis'],
  },
  {
    title: 'RabbitMQ',
    names: ['rabbitmq'],
    keys: ['rabbitmq', 'rabbit', 'amqp'],
    clients: ['amqplib', 'amqp091-go', 'amqp-client', 'pika', 'rabbitmq.client'],
  },
  {
    title: 'Kafka',
    names: ['kafka', 'redpanda'],
    keys: ['kafka', 'kafka-bootstrap'],
    clients: ['kafkajs', 'kafka-clients', 'confluent-kafka', 'kafka-python', 'kafka-go', 'sarama', 'rdkafka'],
  },
  { title: 'NATS', names: ['nats'], keys: ['nats'], clients: ['nats', 'nats.go', 'nats-py', 'jnats'] },
  {
    title: 'Elasticsearch or OpenSearch',
    names: ['elasticsearch', 'opensearch'],
    keys: ['elasticsearch', 'elastic', 'opensearch'],
    clients: ['elasticsearch', 'opensearch-py', 'elasticsearch-java', 'go-elasticsearch', 'opensearch'],
  },
  {
    title: 'a database',
    names: ['postgresql', 'postgres', 'mysql', 'mariadb', 'mongodb', 'mongo'],
    keys: ['database', 'db', 'sql'],
    clients: [],
    isGeneric: true,
  },
  { title: 'a cache', names: ['redis', 'valkey', 'memcached'], keys: ['cache'], clients: [], isGeneric: true },
  {
    title: 'a message broker',
    names: ['rabbitmq', 'kafka', 'redpanda', 'nats'],
    keys: ['message', 'queue', 'mq', 'event', 'events', 'event-bus', 'messaging'],
    clients: [],
    isGeneric: true,
  },
];
